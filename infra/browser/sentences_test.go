package browser

// sentences are what a test expects to read. They are written out here, so
// that a text that is lost or mixed up in the catalogue is noticed.
type sentences struct {
	failed   string // before the title of a page with mistakes
	missing  string // at a field that has to be filled in
	phone    string // at a number that is none
	waybill  string
	last4    string
	noMatch  string
	code     string
	tooOften string

	thanks  string
	chased  string
	answers string // before the time until which we answer
	result  string
	copied  string

	waiting string // the stage of a ticket that nobody has taken
	working string
	agent   string // who answered
	added   string

	allowed string
	stopped string

	delivering string // where a shipment is
}

// says are the sentences by language.
var says = map[string]sentences{
	"zh": {
		failed: "需要修改：", missing: "请填写此项", phone: "请填写11位手机号码", waybill: "运单号是 4 到 40 位", last4: "后四位数字",
		noMatch: "没有找到对应的单子", code: "验证码不对", tooOften: "太频繁",
		thanks: "投诉已收到", chased: "催促已记下", answers: "先答复您", result: "处理经过和结果", copied: "已复制",
		waiting: "等待客服处理", working: "正在办理", agent: "工号 1024", added: "留言已收到",
		allowed: "已开通问候短信", stopped: "已停止问候短信", delivering: "派送中",
	},
	"en": {
		failed: "Error: ", missing: "This field is required", phone: "Please give a mobile number", waybill: "A waybill number has 4 to 40", last4: "last four digits",
		noMatch: "No ticket matches", code: "The code is wrong", tooOften: "Too many codes",
		thanks: "We have your complaint", chased: "reminder has been noted", answers: "will answer you", result: "the result", copied: "Copied",
		waiting: "Waiting for an agent", working: "In progress", agent: "Agent 1024", added: "We have your message",
		allowed: "Greetings are on", stopped: "Greetings are off", delivering: "Out for delivery",
	},
}

// languages are those the pages speak.
var languages = []string{"zh", "en"}
