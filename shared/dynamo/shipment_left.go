package dynamo

import (
	"context"
	"time"

	"huiyin/shared/shipment"
)

// leftQueue is the partition of the lines index that holds what left in a month
// of UTC. The keys stand in the shipment's own record and never change, so the
// index is written once in a shipment's life.
func leftQueue(month time.Time) string { return "SHIPPED#" + month.Format("2006-01") }

// placeLeft puts a shipment that has left where Left finds it.
func placeLeft(it item, s shipment.Shipment) {
	if !s.Dispatched.IsZero() {
		it[qpk], it[qsk] = text(leftQueue(s.Dispatched.UTC())), text(queueSort(s.Dispatched, s.Waybill))
	}
}

// Left lists the waybills of what left from an instant up to another.
func (s Shipments) Left(ctx context.Context, from, to time.Time, cursor string, limit int) (waybills []string, next string, err error) {
	first, end := stamp(from), stamp(to)
	list := "left#" + first + "#" + end
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return nil, "", err
	}
	limit = min(max(limit, 1), maxIDs)
	begin := from.UTC()
	if position != "" {
		first = position + "!" // before whatever a waybill may go on with
		if begin, err = time.Parse(timeWidth, position[:len(stamp(from))]); err != nil {
			return nil, "", badCursor()
		}
	}
	var places []string
	for month := time.Date(begin.Year(), begin.Month(), 1, 0, 0, 0, 0, time.UTC); month.Before(to) && len(places) <= limit; month = month.AddDate(0, 1, 0) {
		items, err := s.t.query(ctx, "list what left", span{index: linesIndex, pk: leftQueue(month), from: first, to: end, limit: limit + 1 - len(places)})
		if err != nil {
			return nil, "", err
		}
		for _, it := range items {
			places, waybills = append(places, str(it, qsk)), append(waybills, dueSubject(str(it, qsk)))
		}
	}
	if len(places) <= limit {
		return waybills, "", nil
	}
	next, err = s.t.seal(ctx, list, places[limit-1])
	return waybills[:limit], next, err
}
