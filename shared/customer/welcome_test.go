package customer

import (
	"context"
	"testing"
	"time"

	"huiyin/shared/errs"
)

const allowed = "我同意接收节日和生日问候短信。"

// rule: NJ-4
func TestWhoeverHoldsThePhoneMaySayWhoHeIs(t *testing.T) {
	s, m := desk()
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	code := requested(t, s, m, "+8613800138000", at)
	who := Self{Name: "王芳", Title: Ms, Birthday: Birthday{Month: 8, Day: 15, Lunar: true}}
	for range 2 { // the second time is a click too many
		if err := s.Welcome(context.Background(), code.ID, code.Digits, allowed, who, at); err != nil {
			t.Fatal(err)
		}
	}
	c, err := s.ByPhone(context.Background(), "+8613800138000")
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "王芳" || c.Title != Ms || c.Birthday != who.Birthday || !c.Greetable() {
		t.Errorf("the file is %+v", c)
	}
	if c.Version != 2 || len(c.Consent.Proofs) != 1 {
		t.Errorf("version %d, %d proofs: said twice was written twice", c.Version, len(c.Consent.Proofs))
	}
}

func TestWhatIsNotSaidStaysInTheFile(t *testing.T) {
	s, m := desk()
	in := input()
	in.Title, in.Birthday = Mr, Birthday{Month: 2, Day: 29}
	was := saved(t, s, in)
	at := was.UpdatedAt.Add(time.Hour)
	code := requested(t, s, m, was.Phone, at)
	if err := s.Welcome(context.Background(), code.ID, code.Digits, allowed, Self{Name: "王小芳"}, at); err != nil {
		t.Fatal(err)
	}
	c, err := s.Get(context.Background(), was.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "王小芳" || c.Title != Mr || c.Birthday != in.Birthday {
		t.Errorf("the file is %+v", c)
	}
}

func TestAWrongCodeWritesNothingIntoTheFile(t *testing.T) {
	s, m := desk()
	was := saved(t, s, input())
	at := was.UpdatedAt.Add(time.Hour)
	code := requested(t, s, m, was.Phone, at)
	wrong := "000000"
	if code.Digits == wrong {
		wrong = "000001"
	}
	err := s.Welcome(context.Background(), code.ID, wrong, allowed, Self{Name: "别人"}, at)
	if !isWrongCode(err) {
		t.Fatalf("error is %v", err)
	}
	if c, _ := s.Get(context.Background(), was.ID); c.Name != was.Name || c.Greetable() {
		t.Errorf("the file is %+v", c)
	}
}

func TestWelcomeNamesEveryWrongField(t *testing.T) {
	s, m := desk()
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	code := requested(t, s, m, "+8613800138000", at)
	err := s.Welcome(context.Background(), code.ID, code.Digits, allowed,
		Self{Name: "a\x00b", Title: "dr", Birthday: Birthday{Month: 2, Day: 30}}, at)
	var paths []string
	for _, f := range errs.As(err).Fields {
		paths = append(paths, f.Path)
	}
	if len(paths) != 3 {
		t.Errorf("wrong fields are %v", paths)
	}
	if _, err := s.ByPhone(context.Background(), "+8613800138000"); !errs.Is(err, errs.NotFound) {
		t.Errorf("a refused welcome left a file: %v", err)
	}
}
