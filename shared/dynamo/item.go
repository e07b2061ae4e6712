package dynamo

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/errs"
)

// item is an item as it travels.
type item = map[string]types.AttributeValue

// Attributes outside the keys. What conditions, filters and indexes ask for is
// an attribute; the thing itself is one attribute, recordAttr, as JSON.
const (
	kindAttr    = "kind" // of the item; the stream's filter chooses events by it
	recordAttr  = "record"
	versionAttr = "version"
	writeAttr   = "write"  // marks who wrote: see putIf
	numberAttr  = "number" // of a ticket, in pointers and guards
	atAttr      = "at"     // of an event, for a replay
	lineAttr    = "line"   // of an open ticket: all that the lines index has beside keys
)

// Kinds of items.
const (
	// EventKind is the kind of an event's item: the relay's filter.
	EventKind = "event"
	// EventAttr is the attribute of such an item that holds the event as JSON.
	EventAttr = recordAttr
)

// newItem makes an item. A nil thing is an item that says all by its keys.
func newItem(k key, kind string, thing any) (item, error) {
	it := k.item()
	it[kindAttr] = text(kind)
	if thing == nil {
		return it, nil
	}
	raw, err := json.Marshal(thing)
	if err != nil {
		return nil, errs.Wrap(err, "encode a "+kind)
	}
	it[recordAttr] = text(string(raw))
	return it, nil
}

// read decodes the thing an item holds. What can't be read is errs.Internal:
// it will not pass by itself.
func read(it item, thing any) error {
	var err error
	switch raw := it[recordAttr].(type) {
	case *types.AttributeValueMemberS:
		err = json.Unmarshal([]byte(raw.Value), thing)
	case *types.AttributeValueMemberB:
		err = unpack(raw.Value, thing)
	default:
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return errs.New(errs.Internal, "internal").Because(errs.Wrap(err, "decode "+str(it, pk)+"/"+str(it, sk)))
	}
	return nil
}

func str(it item, name string) string {
	if s, ok := it[name].(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

func integer(it item, name string) int64 {
	if n, ok := it[name].(*types.AttributeValueMemberN); ok {
		i, _ := strconv.ParseInt(n.Value, 10, 64) // what DynamoDB counted is a number
		return i
	}
	return 0
}

// forget lets the item go some time after an instant (DynamoDB takes up to two
// days for it).
func forget(it item, at time.Time) { it[ttl] = number(at.Unix()) }
