package place

// Tariff is what carriage from one area to another costs. Money is fen (分),
// weight is grams: both are whole numbers, so that a sum is exact.
type Tariff struct {
	Record
	From     string `json:"from"`           // an area: 上海市, 浙江省杭州市
	To       string `json:"to"`             //
	Mode     string `json:"mode"`           // the company's word: 公路, 航空 …
	First    int    `json:"firstGrams"`     // the weight that the first price pays for
	FirstFen int64  `json:"firstFen"`       //
	MoreFen  int64  `json:"moreFen"`        // for each further kilogram begun
	Days     int    `json:"days,omitempty"` // until it is there, 0: not said
	Note     string `json:"note,omitempty"`
}

// Limits of a tariff, far beyond any: a hundred tons, ten million yuan, a year.
const (
	MaxGrams = 100_000_000
	MaxFen   = 1_000_000_000
	MaxDays  = 365
)

const kilogram = 1000 // grams

// Price is what a weight costs by the tariff, in fen: the first price, and the
// further price for each kilogram begun above the first weight. A weight of 0
// costs the first price.
func (t Tariff) Price(grams int) int64 {
	further := (max(grams-t.First, 0) + kilogram - 1) / kilogram
	return t.FirstFen + int64(further)*t.MoreFen
}
