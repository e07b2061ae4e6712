package dynamo

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/json"
	"io"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/errs"
)

// packed is the thing as deflated JSON. A ticket's record, with its timers, is
// written with every change (twice, in a transaction), and each kilobyte begun
// is a unit. Its JSON of two to six kilobytes, in which the same words come
// again and again, shrinks to a third: one unit instead of three. Nothing else
// in the table is rewritten so often or repeats itself so much, so nothing else
// is packed.
//
// The quick way does for most. What it leaves too large for one unit is packed
// once more with the words known beforehand, which takes twice as long and makes
// half as much.
func packed(thing any) (types.AttributeValue, error) {
	raw, err := json.Marshal(thing)
	if err != nil {
		return nil, errs.Wrap(err, "encode a record")
	}
	out, err := deflate(nil, raw, &quick)
	if err == nil && len(out) > oneUnit {
		out, err = deflate([]byte{byWords}, raw, &thorough)
	}
	if err != nil {
		return nil, errs.Wrap(err, "pack a record")
	}
	return &types.AttributeValueMemberB{Value: out}, nil
}

// oneUnit is how large a packed record may be so that its item, with keys,
// index keys and line of about 250 bytes, up to 330 while it is handed over,
// stays within a kilobyte.
const oneUnit = 1024 - 330

// byWords is the first byte of what was packed with knownWords. No deflated
// text begins so: its lowest bits name a kind of block that does not exist.
const byWords = 0xFF

// knownWords are what a ticket's JSON is made of, the most frequent last. Not a
// byte of it may change: what was packed with it could not be read any more.
// Better words are another file with another first byte.
//
//go:embed words.txt
var knownWords []byte

func deflate(head, raw []byte, deflaters *sync.Pool) ([]byte, error) {
	out := bytes.NewBuffer(head)
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(out)
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
	var words []byte
	if len(raw) > 0 && raw[0] == byWords {
		raw, words = raw[1:], knownWords
	}
	r := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(r)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(raw), words); err != nil {
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
	quick     = deflaters(flate.BestSpeed, nil)
	thorough  = deflaters(flate.DefaultCompression, knownWords)
	inflaters = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}
)

func deflaters(level int, words []byte) sync.Pool {
	return sync.Pool{New: func() any {
		w, _ := flate.NewWriterDict(nil, level, words) // fails on an unknown level only
		return w
	}}
}
