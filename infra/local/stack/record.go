package stack

import (
	"encoding/json"
	"path/filepath"
	"time"
)

// recordFile is the name of the record in a Home.
const recordFile = "stack.json"

// record is the file by which other programs find a running desk.
type record struct {
	API         string            `json:"api"`
	Endpoint    string            `json:"endpoint"`
	Region      string            `json:"region"`
	Stack       string            `json:"stack"`
	Table       string            `json:"table"`
	UserPoolID  string            `json:"userPoolId"`
	ClientID    string            `json:"clientId"`
	ClockOffset int               `json:"clockOffset"` // seconds
	Functions   map[string]string `json:"functions"`
	Users       []User            `json:"users"`
	SMS         string            `json:"sms"`
}

// Record writes where everything is into stack.json in the stack's Home. It is
// to be written when everything is ready; Stop removes it, so that its presence
// says: go.
func (s *Stack) Record() error {
	text, err := json.MarshalIndent(record{
		API: s.API, Endpoint: s.Endpoint, Region: s.Region, Stack: s.Name, Table: s.Table,
		UserPoolID: s.UserPoolID, ClientID: s.ClientID, ClockOffset: int(s.ClockOffset / time.Second),
		Functions: map[string]string{
			"slacheck":  s.Function("Slacheck"),
			"greetings": s.Function("Greetings"),
			"notify":    s.Function("Notify"),
		},
		Users: s.Users, SMS: s.SMS,
	}, "", "  ")
	if err != nil {
		return err
	}
	return replace(filepath.Join(s.Home, recordFile), text)
}
