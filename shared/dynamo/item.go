package dynamo

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"strconv"
	"sync"
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

// packed is the thing as deflated JSON. A ticket's record, with its timers, is
// written with every change, to the table (twice, in a transaction) and to the
// queue index, and each kilobyte begun is a unit. Its JSON of two to six
// kilobytes, in which the same words come again and again, shrinks to a third:
// one unit instead of three. Nothing else in the table is rewritten so often or
// repeats itself so much, so nothing else is packed.
//
// The quick way does for most. What it leaves too large for one unit is packed
// once more by the thorough way, which takes several times as long.
func packed(thing any) (types.AttributeValue, error) {
	raw, err := json.Marshal(thing)
	if err != nil {
		return nil, errs.Wrap(err, "encode a record")
	}
	out, err := deflate(raw, &quick)
	if err == nil && len(out) > oneUnit {
		out, err = deflate(raw, &thorough)
	}
	if err != nil {
		return nil, errs.Wrap(err, "pack a record")
	}
	return &types.AttributeValueMemberB{Value: out}, nil
}

// oneUnit is how large a packed record may be so that its item, with keys and
// index keys of about 250 bytes, stays within a kilobyte.
const oneUnit = 1024 - 250

func deflate(raw []byte, deflaters *sync.Pool) ([]byte, error) {
	var out bytes.Buffer
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}

// maxPacked bounds what a record may unfold to: thirty times the largest
// ticket seen.
const maxPacked = 1 << 20

func unpack(raw []byte, thing any) error {
	r := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(r)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(raw), nil); err != nil {
		return err
	}
	unfolded, err := io.ReadAll(io.LimitReader(r, maxPacked))
	if err != nil {
		return err
	}
	return json.Unmarshal(unfolded, thing)
}

// A deflater holds a megabyte: they are kept, not made anew.
var (
	quick     = deflaters(flate.BestSpeed)
	thorough  = deflaters(flate.DefaultCompression)
	inflaters = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}
)

func deflaters(level int) sync.Pool {
	return sync.Pool{New: func() any {
		w, _ := flate.NewWriter(nil, level) // fails on an unknown level only
		return w
	}}
}
