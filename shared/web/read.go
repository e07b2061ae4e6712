package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// MaxBody is the most a request's body may have, in bytes: a text of 4,000
// characters takes up to 48,000 when every one of them is written as an escape
// (an emoji in JSON or in a form), and the other fields want room too.
const MaxBody = 64 << 10

// Media types that a request may have.
const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// mediaType is a request's Content-Type without parameters; "" when it is
// missing, broken, or names another encoding than UTF-8.
func mediaType(r *http.Request) string {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return ""
	}
	return kind
}

// IsForm tells whether a request carries a form.
func IsForm(r *http.Request) bool { return mediaType(r) == formType }

// errTooLarge is a body of more bytes than are read.
var errTooLarge = errors.New("the body is too large")

// readAll reads a body that is not too large.
func readAll(r *http.Request, max int64) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, max+1))
	if err == nil && int64(len(body)) > max {
		err = errTooLarge
	}
	return body, err
}

// jsonFormat is JSON as huma shall read and write it. huma reads a body twice:
// into an any that is checked against the schema, then into the operation's
// type.
var jsonFormat = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		loose, ok := v.(*any)
		if !ok {
			return json.Unmarshal(data, v)
		}
		read, err := readJSON(data)
		*loose = read
		return err
	},
}

// null stands for a JSON null while a body is checked: it is a value of no
// type, so every schema refuses it. Fields that have nothing to say are left
// out.
type null struct{}

// What can be wrong with a document as such; the texts are codes.
var (
	errBadJSON  = errors.New("web.bad_json")
	errNotUTF8  = errors.New("web.not_utf8")
	errKeyTwice = errors.New("web.key_twice")
)

// maxDepth is how deep a document may be nested: deeper than any of ours.
const maxDepth = 24

// readJSON reads exactly one document.
func readJSON(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errNotUTF8
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	value, err := readValue(decoder, maxDepth)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errBadJSON
	}
	return value, nil
}

func readValue(decoder *json.Decoder, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil || depth == 0 {
		return nil, errBadJSON
	}
	switch token {
	case json.Delim('{'):
		return readObject(decoder, depth)
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			item, err := readValue(decoder, depth-1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		return list, closed(decoder)
	case nil:
		return null{}, nil
	}
	return token, nil
}

func readObject(decoder *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for decoder.More() {
		token, err := decoder.Token()
		key, ok := token.(string)
		if err != nil || !ok {
			return nil, errBadJSON
		}
		if _, twice := object[key]; twice {
			return nil, errKeyTwice
		}
		if object[key], err = readValue(decoder, depth-1); err != nil {
			return nil, err
		}
	}
	return object, closed(decoder)
}

// closed reads the bracket that ends an object or a list.
func closed(decoder *json.Decoder) error {
	if _, err := decoder.Token(); err != nil {
		return errBadJSON
	}
	return nil
}
