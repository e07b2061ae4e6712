package notice_test

import (
	"testing"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/greeting"
	"huiyin/shared/ticket"
)

// rule: NJ-2, NJ-4 — a day's report counts by text who was planned, who was
// greeted, and who was left out for which reason; what nobody has begun is in
// the queue.
func TestADaysGreetingsAreReported(t *testing.T) {
	w := newWorld(t)
	numbers := w.people(120, func(i int, in *customer.Input) {
		if i == 0 {
			in.Zone = "Asia/Tokyo"
		}
		if i < 3 {
			in.Birthday = customer.Birthday{Month: 9, Day: 25}
		}
	})
	complaint := query(numbers[7])
	complaint.Kind, complaint.Reason = ticket.Complaint, "damaged"
	w.open(complaint)
	w.flow(morning, 1)
	day := calendar.Date{Year: 2026, Month: 9, Day: 25}
	reports := greeting.Reports{Store: w.store.Greetings(), Batch: w.store.Ledger().Batch}
	if all, err := reports.Day(t.Context(), day); err != nil || len(all) != 0 {
		t.Errorf("before the run: %+v %v", all, err)
	}
	runs := greeting.Service{Store: w.store.Greetings(), Settings: greeting.Default(), Zone: "Asia/Shanghai"}
	if _, err := runs.Tick(t.Context(), morning, func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	if err := w.files().StopFor(t.Context(), numbers[9], author, morning); err != nil {
		t.Fatal(err)
	}
	all, err := reports.Day(t.Context(), day)
	if err != nil || len(all) != 2 || all[0].Zone != "Asia/Tokyo" || all[1].People != 121 || all[1].Queued != 121 || len(all[1].Texts) != 0 {
		t.Errorf("in the queue: %+v %v", all, err)
	}
	w.flow(morning, 2)
	if all, err = reports.Day(t.Context(), day); err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	home := all[1]
	if home.Queued != 0 || len(home.Texts) != 2 || !home.Whole || home.State != greeting.Done {
		t.Fatalf("%+v", home)
	}
	birthday, festival := home.Texts[0], home.Texts[1]
	if birthday.Text != "birthday" || birthday.People != 2 || birthday.Tally.Sent != 2 {
		t.Errorf("birthdays: %+v", birthday)
	}
	skipped := festival.Tally.Skipped
	if festival.Text != "festival.mid_autumn" || festival.People != 119 || festival.Tally.Sent != 115 || festival.Working != 0 ||
		skipped["greeting.opted_out"] != 1 || skipped["greeting.open_complaint"] != 1 || skipped["taken"] != 2 {
		t.Errorf("the festival: %+v", festival)
	}
}
