package config

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a function has no zone files of its own

	"huiyin/shared/clock"
	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// Stages of a stack. Production refuses a moved clock.
const (
	Local   = "local"
	Dev     = "dev"
	Staging = "staging"
	Prod    = "prod"
)

// Reader reads settings one by one and remembers what is wrong with them.
type Reader struct {
	get    func(name string) string
	fields errs.Fields
}

// Read reads from an environment, usually os.Getenv.
func Read(get func(name string) string) *Reader { return &Reader{get: get} }

// Err names every variable that is missing or wrong, as an errs.Invalid; nil
// when all that was asked for is there.
func (r *Reader) Err() error { return r.fields.Err() }

// text is a variable that must be there.
func (r *Reader) text(name string) string {
	value := strings.TrimSpace(r.get(name))
	if value == "" {
		r.fields.Add(name, "required")
	}
	return value
}

// number is a whole number within bounds.
func (r *Reader) number(name string, min, max int) int {
	value := r.text(name)
	n, err := strconv.Atoi(value)
	if value != "" && (err != nil || n < min || n > max) {
		r.fields.Add(name, "config.number", "min", min, "max", max)
	}
	return n
}

// address is an absolute http or https address.
func (r *Reader) address(name string) string {
	value := r.text(name)
	u, err := url.Parse(value)
	if value != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		r.fields.Add(name, "config.address")
	}
	return value
}

// Stage is what the stack is for (STAGE).
func (r *Reader) Stage() string {
	stage := r.text("STAGE")
	if stages := []string{Local, Dev, Staging, Prod}; stage != "" && !slices.Contains(stages, stage) {
		r.fields.Add("STAGE", "not_one_of", "allowed", strings.Join(stages, ", "))
	}
	return stage
}

// Table is the name of the table (TABLE_NAME).
func (r *Reader) Table() string { return r.text("TABLE_NAME") }

// Bucket is the name of the bucket of files (BUCKET_NAME).
func (r *Reader) Bucket() string { return r.text("BUCKET_NAME") }

// Bus is the name of the event bus (BUS_NAME).
func (r *Reader) Bus() string { return r.text("BUS_NAME") }

// Aside is where relay puts what it can't read (ASIDE_QUEUE_URL).
func (r *Reader) Aside() string { return r.address("ASIDE_QUEUE_URL") }

// UserPool and Client say whose tokens the desk believes (USER_POOL_ID,
// CLIENT_ID).
func (r *Reader) UserPool() string { return r.text("USER_POOL_ID") }

// Client is the id of the user pool's app client (CLIENT_ID).
func (r *Reader) Client() string { return r.text("CLIENT_ID") }

// Idle is after how long somebody who does nothing is signed out
// (IDLE_MINUTES): five minutes to twelve hours, as long as a session lasts at
// most.
func (r *Reader) Idle() time.Duration {
	return time.Duration(r.number("IDLE_MINUTES", 5, 720)) * time.Minute
}

// maxOffset bounds a moved clock: ten years, as far as any calendar is loaded.
const maxOffset = 10 * 366 * 24 * 3600

// Clock is the desk's clock.
func (r *Reader) Clock() clock.Clock { return clock.New(r.Offset()) }

// Offset is how far the desk's clock is ahead of the machine's (CLOCK_OFFSET,
// in seconds). Production refuses any.
func (r *Reader) Offset() time.Duration {
	offset := r.number("CLOCK_OFFSET", -maxOffset, maxOffset)
	if offset != 0 && r.get("STAGE") == Prod {
		r.fields.Add("CLOCK_OFFSET", "config.clock_in_prod")
	}
	return time.Duration(offset) * time.Second
}

// Zone is the company's time zone (TIME_ZONE).
func (r *Reader) Zone() *time.Location {
	name := r.text("TIME_ZONE")
	zone, err := time.LoadLocation(name)
	if name != "" && (err != nil || name == "Local") {
		r.fields.Add("TIME_ZONE", "config.zone")
	}
	if zone == nil {
		return time.UTC
	}
	return zone
}

// Languages are the languages offered, the first is the default (LANGUAGES).
func (r *Reader) Languages() []words.Lang {
	var langs []words.Lang
	for name := range strings.SplitSeq(r.text("LANGUAGES"), ",") {
		lang := words.Lang(strings.TrimSpace(name))
		if lang == "" {
			continue
		}
		if !slices.Contains(words.Langs, lang) || slices.Contains(langs, lang) {
			r.fields.Add("LANGUAGES", "not_one_of", "allowed", "zh,en / en,zh / zh / en")
			return words.Langs
		}
		langs = append(langs, lang)
	}
	return langs
}

// Replies is the topic by which the provider delivers what customers answer
// (REPLY_TOPIC); "" for none.
func (r *Reader) Replies() string { return strings.TrimSpace(r.get("REPLY_TOPIC")) }

// DueShards is into how many partitions the due index is cut (DUE_SHARDS).
func (r *Reader) DueShards() int { return r.number("DUE_SHARDS", 1, 16) }

// Company is how the company calls itself.
type Company struct {
	Name    string // COMPANY_NAME
	Hotline string // HOTLINE
	Site    string // SITE_ADDRESS, without https://
}

// Company is what pages and texts say of the company.
func (r *Reader) Company() Company {
	return Company{Name: r.text("COMPANY_NAME"), Hotline: r.text("HOTLINE"), Site: r.text("SITE_ADDRESS")}
}

// Signatures stand before every SMS: in 【】 before Chinese ones (SMS_SIGNATURE),
// in [] before English ones (SMS_SIGNATURE_EN).
func (r *Reader) Signatures() (chinese, english string) {
	return r.text("SMS_SIGNATURE"), r.text("SMS_SIGNATURE_EN")
}

// The ways SMS can leave.
const (
	SNS     = "sns"
	Gateway = "gateway"
)

// Sender is how SMS leave (SMS_SENDER); with Gateway the address it has
// (GATEWAY_URL), else "".
func (r *Reader) Sender() (kind, address string) {
	switch kind = r.text("SMS_SENDER"); kind {
	case Gateway:
		address = r.address("GATEWAY_URL")
	case SNS, "":
	default:
		r.fields.Add("SMS_SENDER", "not_one_of", "allowed", SNS+", "+Gateway)
	}
	return kind, address
}

// maxRate is what the template allows at most, SMS a second.
const maxRate = 1000

// Rate is how many SMS a second may be handed to the sender (SMS_RATE).
func (r *Reader) Rate() int { return r.number("SMS_RATE", 1, maxRate) }

// microUSD is how many millionths make a dollar; maxBudget is where a month's
// budget is surely a mistake.
const (
	microUSD  = 1_000_000
	maxBudget = 1_000_000
)

// Budget is what SMS may cost in a month, in millionths of a US dollar
// (SMS_MONTHLY_BUDGET is in dollars, cents allowed).
func (r *Reader) Budget() int64 {
	value := r.text("SMS_MONTHLY_BUDGET")
	dollars, err := strconv.ParseFloat(value, 64)
	if value == "" {
		return 0
	}
	if err != nil || !(dollars >= 0 && dollars <= maxBudget) {
		r.fields.Add("SMS_MONTHLY_BUDGET", "config.number", "min", 0, "max", maxBudget)
		return 0
	}
	return int64(dollars*microUSD + 0.5)
}
