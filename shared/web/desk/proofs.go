package desk

import (
	"context"

	"huiyin/shared/attachment"
	"huiyin/shared/errs"
)

// Proof is a document of a shipment (rule NJ-12).
type Proof struct {
	Attachment
	Kind string `json:"kind,omitempty" enum:"receipt,photo,waybill,other" doc:"None while it has only arrived."`
}

func (d *Desk) proof(ctx context.Context, p attachment.LinkedProof, kept bool) (Proof, error) {
	roster, err := d.Roster.Now(ctx)
	return Proof{Attachment: Attachment{ID: p.File, Name: p.Name, Type: p.Type, Bytes: p.Size, Kept: kept, At: p.At, By: p.By,
		Badge: badgeOf(roster, p.By), URL: p.URL}, Kind: p.Kind}, err
}

type offerProofInput struct {
	OnShipment
	Body struct {
		Back string `json:"back,omitempty" maxLength:"2000" format:"uri" doc:"Where the browser goes when the file has arrived; {id} in it becomes the file's id."`
	}
}

func (d *Desk) offerProof(ctx context.Context, in *offerProofInput) (*uploadOutput, error) {
	offer, err := d.Proofs.Offer(ctx, in.Waybill, in.Body.Back)
	if err != nil {
		return nil, err
	}
	return offered(offer), nil
}

// OnProof names a document of a shipment.
type OnProof struct {
	OnShipment
	ID string `path:"id" pattern:"^[A-Za-z0-9_-]{8,64}$" doc:"Of the file."`
}

type proofOutput struct{ Body Proof }

func (d *Desk) readProof(ctx context.Context, in *OnProof) (*proofOutput, error) {
	found, kept, err := d.Proofs.Read(ctx, in.Waybill, in.ID)
	if errs.Is(err, errs.Invalid) {
		err = errs.New(errs.NotFound, "attachment.not_there").Because(err)
	}
	if err != nil {
		return nil, err
	}
	shown, err := d.proof(ctx, found, kept)
	return &proofOutput{Body: shown}, err
}

type keepProofInput struct {
	OnProof
	Body struct {
		Kind string `json:"kind" enum:"receipt,photo,waybill,other"`
		Name string `json:"name" minLength:"1" maxLength:"120" doc:"What it shows, or a file name."`
	}
}

func (d *Desk) keepProof(ctx context.Context, in *keepProofInput) (*proofOutput, error) {
	p, err := d.Proofs.Keep(ctx, d.Now(), sender(ctx).by(), in.Waybill, in.ID, in.Body.Kind, in.Body.Name)
	if err != nil {
		return nil, err
	}
	shown, err := d.proof(ctx, attachment.LinkedProof{Proof: p}, true)
	return &proofOutput{Body: shown}, err
}

type proofsOutput struct {
	Body struct {
		Proofs []Proof `json:"proofs" doc:"Oldest first; twenty at most."`
	}
}

func (d *Desk) proofs(ctx context.Context, in *OnShipment) (*proofsOutput, error) {
	all, err := d.Proofs.List(ctx, in.Waybill)
	if err != nil {
		return nil, err
	}
	out := &proofsOutput{}
	out.Body.Proofs = make([]Proof, len(all))
	for i, p := range all {
		if out.Body.Proofs[i], err = d.proof(ctx, p, true); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type removeProofInput struct {
	OnProof
	Body Why
}

func (d *Desk) removeProof(ctx context.Context, in *removeProofInput) (*proofsOutput, error) {
	if err := d.Proofs.Remove(ctx, d.Now(), sender(ctx).by(), in.Waybill, in.ID, in.Body.Reason); err != nil {
		return nil, err
	}
	return d.proofs(ctx, &in.OnShipment)
}
