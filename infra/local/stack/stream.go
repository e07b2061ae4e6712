package stack

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// cureStream makes a restarted MiniStack read the table's stream from its
// start. It keeps how far the stream was read but not the stream's records, and
// would then skip as many new ones: a desk that was restarted would send no SMS
// for a while.
func cureStream(state string) error {
	path := filepath.Join(state, "lambda.json")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	cured, err := withoutPositions(text)
	if err != nil {
		return fmt.Errorf("the kept state is damaged, make reset forgets it: %s: %w", path, err)
	}
	return os.WriteFile(path, cured, 0o600)
}

// withoutPositions empties payload.dynamodb_stream_positions.data and leaves
// every other byte of meaning as it was.
func withoutPositions(text []byte) ([]byte, error) {
	empty := json.RawMessage(`{}`)
	return within(text, "payload", func(payload []byte) ([]byte, error) {
		return within(payload, "dynamodb_stream_positions", func(positions []byte) ([]byte, error) {
			return within(positions, "data", func([]byte) ([]byte, error) { return empty, nil })
		})
	})
}

// within changes one member of a JSON object; an absent one stays absent.
func within(text []byte, member string, change func([]byte) ([]byte, error)) ([]byte, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(text, &object); err != nil {
		return nil, err
	}
	if _, ok := object[member]; !ok {
		return text, nil
	}
	changed, err := change(object[member])
	if err != nil {
		return nil, err
	}
	object[member] = changed
	return json.Marshal(object)
}
