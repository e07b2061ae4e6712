package shipment

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// MaxProofs bounds the documents of one shipment: a receipt, the waybill and a
// picture of each side of some pieces. Ours.
const MaxProofs = 20

// Files is where the documents of shipments lie: package attachment.
type Files interface {
	// Forget removes whatever was sent or kept for a shipment; errs.Unavailable.
	// Twice does no harm.
	Forget(ctx context.Context, waybill string) error
}

// Provable tells whether a shipment takes another document: errs.Conflict
// shipment.erased or shipment.proofs.
func (s *Shipment) Provable() error {
	switch {
	case s.Erased:
		return errs.New(errs.Conflict, "shipment.erased").With("allowed", "")
	case len(s.Proofs) >= MaxProofs:
		return errs.New(errs.Conflict, "shipment.proofs").With("max", MaxProofs).With("allowed", "")
	}
	return nil
}

// Proof finds a document by its file.
func (s *Shipment) Proof(file string) (Proof, bool) {
	i := slices.IndexFunc(s.Proofs, func(p Proof) bool { return p.File == file })
	if i < 0 {
		return Proof{}, false
	}
	return s.Proofs[i], true
}

// CheckProof refuses a document with a wrong kind or name: errs.Invalid.
func CheckProof(kind, name string) error {
	var f errs.Fields
	oneOf(&f, "kind", kind, Proofs)
	if err := f.Err(); err != nil {
		return err
	}
	return ticket.FileName(strings.TrimSpace(name))
}

// Prove notes a document that is kept of a shipment (rule NJ-12): p says which
// file it is. One that is noted already stays as it is. Errors as CheckProof's
// and Provable's.
func (s *Service) Prove(ctx context.Context, now time.Time, by, waybill string, p Proof) (Shipment, error) {
	if err := CheckProof(p.Kind, p.Name); err != nil {
		return Shipment{}, err
	}
	p.Name = strings.TrimSpace(p.Name)
	return s.act(ctx, now, by, waybill, 0, func(e *edit) error {
		if _, there := e.Proof(p.File); there {
			return nil
		}
		if err := e.Provable(); err != nil {
			return err
		}
		p.At, p.By = e.at, by
		e.Proofs = append(e.Proofs, p)
		e.happened(Proved, p.facts())
		return nil
	})
}

// Unprove forgets a document; the caller removes the file. Why stands with the
// corrections. errs.NotFound attachment.not_there.
func (s *Service) Unprove(ctx context.Context, now time.Time, by, waybill, file, reason string) (Shipment, error) {
	var f errs.Fields
	line(&f, "reason", &reason, MaxText, true)
	if err := f.Err(); err != nil {
		return Shipment{}, err
	}
	return s.act(ctx, now, by, waybill, 0, func(e *edit) error {
		p, there := e.Proof(file)
		if !there {
			return errs.New(errs.NotFound, "attachment.not_there")
		}
		e.Proofs = slices.DeleteFunc(e.Proofs, func(p Proof) bool { return p.File == file })
		if e.Erased { // whoever it names asked to be forgotten
			reason = ""
		}
		e.Corrections = append(e.Corrections, Correction{At: e.at, By: by, Fields: []string{"proof"}, Reason: reason})
		e.happened(Unproved, p.facts())
		return nil
	})
}

func (p Proof) facts() ProofFacts {
	return ProofFacts{File: p.File, Kind: p.Kind, Type: p.Type, Size: p.Size}
}
