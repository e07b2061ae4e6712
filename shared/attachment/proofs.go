package attachment

import (
	"context"
	"io"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
	"huiyin/shared/ticket"
)

// Proofs are the documents of shipments (rule NJ-12): receipts, photos, scans of
// waybills. They come, are looked at and go as the files of tickets do.
type Proofs struct {
	Shipments *shipment.Service // nil where they are only removed
	Bucket    Bucket
	Random    io.Reader // of ids: unguessable; nil where they are only removed
}

var _ shipment.Files = Proofs{}

// place is where a shipment's files lie; no ticket has such a number.
func place(waybill string) string { return "W/" + waybill }

// Offer lets a file be sent for a shipment; back is as Service.Offer's.
// errs.NotFound, errs.Conflict when the shipment takes no (more) documents.
func (p Proofs) Offer(ctx context.Context, waybill, back string) (Offer, error) {
	s, err := p.Shipments.Read(ctx, waybill)
	if err != nil {
		return Offer{}, err
	}
	if err := s.Provable(); err != nil {
		return Offer{}, err
	}
	return offer(ctx, p.Bucket, p.Random, place(s.Waybill), back)
}

// Keep looks at a file that has arrived and keeps it with the shipment, as one
// of shipment.Proofs. Keeping it again does nothing. errs.Invalid: it has not
// arrived, is too large, or none of Types.
func (p Proofs) Keep(ctx context.Context, now time.Time, by, waybill, file, kind, name string) (shipment.Proof, error) {
	s, err := p.Shipments.Read(ctx, waybill)
	if err != nil {
		return shipment.Proof{}, err
	}
	if noted, there := s.Proof(file); there {
		return noted, nil
	}
	if err := shipment.CheckProof(kind, name); err != nil {
		return shipment.Proof{}, err
	}
	if err := s.Provable(); err != nil {
		return shipment.Proof{}, err
	}
	from, to := arriving(place(s.Waybill), file), key(place(s.Waybill), file)
	seen, err := look(ctx, p.Bucket, from)
	if err != nil {
		return shipment.Proof{}, err
	}
	if err := p.Bucket.Copy(ctx, from, to, seen); err != nil {
		return shipment.Proof{}, errs.Wrap(err, "keep a document")
	}
	s, err = p.Shipments.Prove(ctx, now, by, s.Waybill, shipment.Proof{Kind: kind, File: file, Name: name, Type: seen.Type, Size: seen.Size})
	if errs.Is(err, errs.Conflict) { // erased, or full, in between: nothing may stay that no record names
		if gone := p.Bucket.Remove(ctx, to); gone != nil {
			return shipment.Proof{}, errs.Wrap(gone, "remove what was not noted")
		}
	}
	if err != nil {
		return shipment.Proof{}, err
	}
	noted, _ := s.Proof(file)
	return noted, errs.Wrap(p.Bucket.Remove(ctx, from), "remove what was copied")
}

// LinkedProof is a document with an address to read it by.
type LinkedProof struct {
	shipment.Proof
	URL string
}

func (p Proofs) link(ctx context.Context, key string, proof shipment.Proof) (LinkedProof, error) {
	address, err := p.Bucket.Link(ctx, key, ticket.File{ID: proof.File, Name: proof.Name, Type: proof.Type, Size: proof.Size}, LinkLife)
	return LinkedProof{proof, address}, errs.Wrap(err, "make a link to a document")
}

// Read gives a document; noted is false for a file that has arrived and is not
// kept yet. Errors as Keep's.
func (p Proofs) Read(ctx context.Context, waybill, file string) (found LinkedProof, noted bool, err error) {
	s, err := p.Shipments.Read(ctx, waybill)
	if err != nil {
		return LinkedProof{}, false, err
	}
	proof, noted := s.Proof(file)
	if noted {
		found, err = p.link(ctx, key(place(s.Waybill), file), proof)
		return found, true, err
	}
	seen, err := look(ctx, p.Bucket, arriving(place(s.Waybill), file))
	if err != nil {
		return LinkedProof{}, false, err
	}
	found, err = p.link(ctx, arriving(place(s.Waybill), file), shipment.Proof{File: file, Type: seen.Type, Size: seen.Size})
	return found, false, err
}

// List gives the documents of a shipment, the oldest first, each with an address
// that works for LinkLife.
func (p Proofs) List(ctx context.Context, waybill string) ([]LinkedProof, error) {
	s, err := p.Shipments.Read(ctx, waybill)
	if err != nil {
		return nil, err
	}
	list := make([]LinkedProof, len(s.Proofs))
	for i, proof := range s.Proofs {
		if list[i], err = p.link(ctx, key(place(s.Waybill), proof.File), proof); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Remove takes a document from its shipment, for a reason.
func (p Proofs) Remove(ctx context.Context, now time.Time, by, waybill, file, reason string) error {
	s, err := p.Shipments.Unprove(ctx, now, by, waybill, file, reason)
	if err != nil {
		return err
	}
	return errs.Wrap(p.Bucket.Remove(ctx, key(place(s.Waybill), file)), "remove a document")
}

// Forget removes whatever was sent or kept for a shipment.
func (p Proofs) Forget(ctx context.Context, waybill string) error {
	return forget(ctx, p.Bucket, place(waybill))
}
