package dynamo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/customer"
	"huiyin/shared/setting"
	"huiyin/shared/ticket"
)

// Attributes of the table and its indexes, as template.yaml names them.
const (
	pk, sk = "pk", "sk"
	ttl    = "ttl" // epoch seconds

	linesIndex = "lines"
	qpk, qsk   = "qpk", "qsk"
	dueIndex   = "due"
	dpk, dsk   = "dpk", "dsk"
)

// key names one item.
type key struct{ pk, sk string }

func (k key) item() item { return item{pk: text(k.pk), sk: text(k.sk)} }

// record is the key of a thing that has a partition of its own: its sort key
// is the partition's first word, so that a partition's name is enough to find
// it ("TICKET#K7M3QP9XA" / "TICKET").
func record(partition string) key {
	head, _, _ := strings.Cut(partition, "#")
	return key{partition, head}
}

// timeWidth is the form of an instant inside a key: fixed width and UTC, so
// that keys sort by time (RFC3339Nano drops zeros and does not).
const timeWidth = "2006-01-02T15:04:05.000Z"

func stamp(at time.Time) string { return at.UTC().Format(timeWidth) }

// after is the least string that is greater than every string beginning with
// prefix#: '$' follows '#'.
func after(prefix string) string { return strings.TrimSuffix(prefix, "#") + "$" }

// hashed stands for a name that comes from outside: of any length, with any
// character, and not to be read back from the table.
func hashed(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:16])
}

// The partition of a ticket. The sort keys are chosen so that everything a
// customer may see stands together at the end (MSG < PERSON < TICKET), and
// what stays inside before it: EVENT#000003, EVENT#000003#NOTE.
const (
	personSort = "PERSON"
	eventSorts = "EVENT#"
	wordSorts  = "MSG#"
	fileSorts  = "FILE#"
)

func fileKey(number, id string) key        { return key{ticket.Subject(number), fileSorts + id} }
func ticketKey(number string) key          { return record(ticket.Subject(number)) }
func personKey(number string) key          { return key{ticket.Subject(number), personSort} }
func eventKey(subject string, seq int) key { return key{subject, eventSort(seq)} }
func eventSort(seq int) string             { return fmt.Sprintf("%s%06d", eventSorts, seq) }
func wordSort(seq int) string              { return fmt.Sprintf("%s%06d", wordSorts, seq) }

func wordsKey(number string, w ticket.Words) key {
	if w.Public() {
		return key{ticket.Subject(number), wordSort(w.Seq)}
	}
	return key{ticket.Subject(number), eventSort(w.Seq) + "#NOTE"}
}

// The partition of a phone number: CUSTOMER < OPEN < TICKET, so the first item
// of all tells what is on file.
const phoneTickets = "TICKET#"

func phonePartition(phoneKey string) string { return "PHONE#" + phoneKey }
func phoneCustomerKey(phoneKey string) key  { return key{phonePartition(phoneKey), "CUSTOMER"} }
func phoneTicketKey(t ticket.Ticket) key {
	return key{phonePartition(t.PhoneKey), phoneTickets + stamp(t.OpenedAt) + "#" + t.Number}
}

// The open matters of a phone number, by kind: W#<waybill> is the guard that
// makes a second message a chase, N#<number> only says that a complaint is open.
func matters(kind ticket.Kind) string { return "OPEN#" + string(kind) + "#" }
func waybillMatterKey(t ticket.Ticket) key {
	return key{phonePartition(t.PhoneKey), matters(t.Kind) + "W#" + t.Waybill}
}
func numberMatterKey(t ticket.Ticket) key {
	return key{phonePartition(t.PhoneKey), matters(t.Kind) + "N#" + t.Number}
}

func waybillPartition(waybill string) string { return "WAYBILL#" + waybill }
func waybillTicketKey(t ticket.Ticket) key {
	return key{waybillPartition(t.Waybill), stamp(t.OpenedAt) + "#" + t.Number}
}

// The tickets that were opened on a day. It is UTC's, which no setting moves;
// what a person calls a day is asked for by its two instants.
const dayLength = 24 * time.Hour

func dayOf(at time.Time) time.Time         { return at.UTC().Truncate(dayLength) }
func openedPartition(day time.Time) string { return "OPENED#" + day.UTC().Format(time.DateOnly) }
func openedKey(t ticket.Ticket) key {
	return key{openedPartition(t.OpenedAt), stamp(t.OpenedAt) + "#" + t.Number}
}

func answerKey(k string) key         { return record("ANSWER#" + hashed(k)) }
func countKey(name string) key       { return record("COUNT#" + hashed(name)) }
func budgetKey(month string) key     { return record("BUDGET#" + month) }
func recentKey(phoneKey string) key  { return record("RECENT#" + phoneKey) }
func erasingKey(phoneKey string) key { return record("ERASING#" + phoneKey) }
func secretKey(name string) key      { return record("KEY#" + name) }
func runPartition(run string) string { return "RUN#" + run }
func runKey(run string) key          { return record(runPartition(run)) }
func foundKey(f ticket.Found) key    { return key{runPartition(f.Run), foundSorts + f.Event} }
func memberKey(id string) key        { return key{staffPartition, memberSorts + id} }
func teamKey(id string) key          { return key{staffPartition, teamSorts + id} }
func badgeKey(badge string) key      { return record("BADGE#" + badge) }
func loginKey(login string) key      { return record("LOGIN#" + login) }
func zoneKey(zone string) key        { return key{zonePartition, zone} }
func asideKey(at time.Time, subject string) key {
	return key{asidePartition, stamp(at) + "#" + subject}
}

// Settings: what is in force stands together, one query away; every version
// stands with the setting's events.
func settingKey(area setting.Area, id string) key {
	return key{settingPartition, string(area) + "#" + id}
}
func versionKey(area setting.Area, id string, version int) key {
	return key{setting.Subject(area, id), fmt.Sprintf("%s%06d", versionSorts, version)}
}
func jobPointerKey(j setting.Job) key { return key{jobsPartition, stamp(j.At) + "#" + j.ID} }

const (
	settingPartition = "CONFIG"
	versionSorts     = "VERSION#"
	jobsPartition    = "JOBS"
)

const (
	foundSorts     = "FOUND#"
	staffPartition = "STAFF"
	memberSorts    = "MEMBER#"
	teamSorts      = "TEAM#"
	zonePartition  = "ZONE"
	asidePartition = "ASIDE"
)

// The codes that were sent to a number, by id.
func codesPartition(phoneKey string) string { return "CODES#" + phoneKey }
func codePlaceKey(phoneKey, id string) key  { return key{codesPartition(phoneKey), id} }

// placePartition is the list a customer's id stands in.
func placePartition(p customer.Place) string {
	switch p.List {
	case customer.Greetings:
		return "GREET#" + p.Zone + "#" + strconv.Itoa(p.Shard)
	case customer.Birthdays:
		return "BDAY#" + p.Zone + "#" + p.Day
	case customer.Doubles:
		return "DOUBLES"
	}
	return "DIRECTORY#" + strconv.Itoa(p.Shard)
}

// The lines index: a team's listed tickets by due time, and the doubtful rows of
// the ledger by age.
const doubtQueue = "DOUBT"

func teamQueue(team string) string             { return "QUEUE#" + team }
func queueSort(at time.Time, id string) string { return stamp(at) + "#" + id }

// queueStart is where a read of the lines index goes on behind a sort key; of
// names the record that stands there, by what follows the time.
func queueStart(partition, sort string, of func(id string) key) item {
	_, id, _ := strings.Cut(sort, "#")
	start := of(id).item()
	start[qpk], start[qsk] = text(partition), text(sort)
	return start
}

// The due index: what has a time, by shard.
func dueShard(partition string, shards int) string {
	sum := fnv.New32a()
	sum.Write([]byte(partition)) // never fails
	return duePartition(int(sum.Sum32() % uint32(shards)))
}
func duePartition(shard int) string                 { return "DUE#" + strconv.Itoa(shard) }
func dueSort(at time.Time, partition string) string { return stamp(at) + "#" + partition }
func dueSubject(sort string) string                 { _, subject, _ := strings.Cut(sort, "#"); return subject }

func dueStart(shard int, sort string) item {
	start := record(dueSubject(sort)).item()
	start[dpk], start[dsk] = text(duePartition(shard)), text(sort)
	return start
}

// setDue puts an item into the due index. An item whose keys stay as they were
// costs the index nothing; one that is never given them is not in it.
func setDue(it item, at time.Time, partition string, shards int) {
	it[dpk] = text(dueShard(partition, shards))
	it[dsk] = text(dueSort(at, partition))
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}
