package console

import (
	"maps"
	"slices"
	"strings"

	"huiyin/shared/shipment"
	"huiyin/shared/web/desk"
)

// shipmentSettings reads what holds for shipments, and its version.
func (v *visit) shipmentSettings() (settings desk.ShipmentSettings, version string, err error) {
	version, err = v.read("readShipmentSettings", &settings)
	return settings, version, err
}

// listed are the items of a list by what people call them.
func (v *visit) listed(list []shipment.Choice) []Option {
	options := make([]Option, len(list))
	for i, item := range list {
		options[i] = Option{item.ID, v.Named(list, item.ID)}
	}
	return options
}

// Named is what people call an item of a list.
func (v *visit) Named(list []shipment.Choice, id string) string {
	return shipment.Name(list, id, string(v.Lang))
}

type shipmentSettingsPage struct {
	*visit
	Save *Form
}

func shipmentSettings(v *visit) error {
	v.Refresh = 0
	now, version, err := v.shipmentSettings()
	if err != nil {
		return err
	}
	var all struct{ Teams []desk.Team }
	if err := v.get("listTeams", &all); err != nil {
		return err
	}
	var teams []Option
	for _, t := range all.Teams {
		teams = append(teams, Option{t.ID, t.Name})
	}
	if !slices.ContainsFunc(teams, func(o Option) bool { return o.Value == now.Office }) {
		teams = append(teams, Option{now.Office, now.Office})
	}
	f := v.form("saveShipmentSettings").choices("office", teams).set("cutoff", now.Cutoff).set("cutoffs", writeCutoffs(now.Cutoffs)).
		set("lateHours", now.LateHours).set("askHours", now.AskHours).set("office", now.Office).
		set("modes", writeChoices(now.Modes)).set("checklist", writeChoices(now.Checklist)).match(version)
	return v.show("shipment-settings", shipmentSettingsPage{v, f})
}

// Hours of branches are lines: "上海一部 17:30".
func readCutoffs(text string) (any, bool) {
	hours := map[string]string{}
	for _, line := range fields(text, "\n") {
		words := strings.Fields(strings.ReplaceAll(line, "：", ":"))
		branch := strings.Join(words[:len(words)-1], " ")
		if _, twice := hours[branch]; branch == "" || twice {
			return nil, false
		}
		hours[branch] = words[len(words)-1]
	}
	return hours, true
}

func writeCutoffs(hours map[string]string) string {
	var lines []string
	for _, branch := range slices.Sorted(maps.Keys(hours)) {
		lines = append(lines, branch+" "+hours[branch])
	}
	return strings.Join(lines, "\n")
}

// Items of a list are lines: "road | 公路 | road". One without an English name
// has the Chinese one.
func readChoices(text string) (any, bool) {
	list := []shipment.Choice{}
	for _, line := range fields(text, "\n") {
		parts := strings.Split(strings.ReplaceAll(line, "｜", "|"), "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		switch len(parts) {
		case 2:
			list = append(list, shipment.Choice{ID: parts[0], Chinese: parts[1], English: parts[1]})
		case 3:
			list = append(list, shipment.Choice{ID: parts[0], Chinese: parts[1], English: parts[2]})
		default:
			return nil, false
		}
	}
	return list, true
}

func writeChoices(list []shipment.Choice) string {
	lines := make([]string, len(list))
	for i, item := range list {
		lines[i] = item.ID + " | " + item.Chinese + " | " + item.English
	}
	return strings.Join(lines, "\n")
}
