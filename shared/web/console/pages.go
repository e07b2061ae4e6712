package console

import "slices"

// pages is every page of the console, in the order of the menu: each area adds
// a line with the list that stands in its own file.
var pages = slices.Concat(
	homePages,
	findPages,
	queuePages,
	boardPages,
	disputePages,
	violationPages,
	taskPages,
	exportPages,
	importPages,
	samplePages,
	paperPages,
	intakePages,
	customerPages,
	shipmentPages,
	personPages,
	accountPages,
	mePages,
	staffPages,
	onCallPages,
	teamPages,
	rulePages,
	settingPages,
	simulatorPages,
	textPages,
	placePages,
	tariffPages,
	ticketPages,
	guidePages,
	handbookPages,
	replyPages,
	bulletinPages,
	campaignPages,
	cardPages,
	greetedPages,
	auditPages,
	filePages,
)
