package desk

import "net/http"

// Who may call an operation.
var (
	everyone    = []Role{Agent, Supervisor, Admin}
	supervisors = []Role{Supervisor, Admin}
	admins      = []Role{Admin}
)

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete
)

// operations is the whole API and who may call what.
var operations = []operation{
	{"whoAmI", get, "/desk/me", everyone, anAccount, unaudited, on((*Desk).me), "Tell who is signed in and what the account may do"},

	{"openTicket", post, "/desk/tickets", everyone, aFile, unaudited, opening, "Open a ticket for a caller"},
	{"previewTicket", post, "/desk/tickets/preview", everyone, aFile, unaudited, on((*Desk).foresee), "Read back what a caller says before a ticket is opened, and see whether it is open already"},
	{"listTickets", get, "/desk/tickets", everyone, aFile, unaudited, on((*Desk).list), "List open tickets by due time"},
	{"readWork", get, "/desk/queue", everyone, aFile, unaudited, on((*Desk).work), "See what is to be worked on next, with filters and counts"},
	{"listFilters", get, "/desk/me/filters", everyone, aFile, unaudited, on((*Desk).filters), "List the filters that one keeps"},
	{"readFilter", get, "/desk/me/filters/{name}", everyone, aFile, unaudited, on((*Desk).readFilter), "Read a filter that one keeps"},
	{"saveFilter", put, "/desk/me/filters/{name}", everyone, aFile, unaudited, on((*Desk).saveFilter), "Keep a filter under a name"},
	{"dropFilter", remove, "/desk/me/filters/{name}", everyone, aFile, unaudited, on((*Desk).dropFilter), "Take a filter away"},
	{"readBoard", get, "/desk/board", supervisors, aFile, unaudited, on((*Desk).board), "See who has how much, and who is there"},
	{"handOut", post, "/desk/board/assign", supervisors, aFile, unaudited, on((*Desk).handOut), "Give up to fifty tickets to somebody, or to a team"},
	{"searchTickets", get, "/desk/search", everyone, aFile, unaudited, on((*Desk).search), "Find tickets by number, phone or waybill"},
	{"readTicket", get, "/desk/tickets/{number}", everyone, aFile, unaudited, on((*Desk).read), "Read a ticket with its person, clocks and history"},
	{"readHistory", get, "/desk/tickets/{number}/history", everyone, aFile, unaudited, on((*Desk).history), "Read a further page of a ticket's history"},
	{"listRelated", get, "/desk/tickets/{number}/related", everyone, aFile, unaudited, on((*Desk).related), "List other tickets of the same customer and of the same waybill"},
	{"readPhone", get, "/desk/tickets/{number}/phone", everyone, aFile, audited, on((*Desk).phone), "Read the caller's whole number; leaves a line in the log"},

	{"takeTicket", post, "/desk/tickets/{number}/take", everyone, aFile, unaudited, on((*Desk).take), "Take a ticket"},
	{"assignTicket", post, "/desk/tickets/{number}/assign", everyone, aFile, unaudited, on((*Desk).assign), "Give a ticket to somebody, or to a team"},
	{"reply", post, "/desk/tickets/{number}/reply", everyone, aFile, unaudited, on((*Desk).reply), "Answer the customer"},
	{"checkText", post, "/desk/tickets/{number}/check", everyone, aFile, unaudited, on((*Desk).checkText), "See before sending which words a text to the customer must not have"},
	{"addNote", post, "/desk/tickets/{number}/notes", everyone, aFile, unaudited, on((*Desk).note), "Keep an internal note"},
	{"addCustomerMessage", post, "/desk/tickets/{number}/messages", everyone, aFile, unaudited, on((*Desk).hear), "Write down what the customer said"},
	{"pauseTicket", post, "/desk/tickets/{number}/pause", everyone, aFile, unaudited, on((*Desk).pause), "Wait for the customer or a partner"},
	{"resumeTicket", post, "/desk/tickets/{number}/resume", everyone, aFile, unaudited, on((*Desk).resume), "End the wait"},
	{"carryOver", post, "/desk/tickets/{number}/carry-over", everyone, aFile, unaudited, on((*Desk).carryOver), "Answer next morning: the other office can't be reached"},
	{"promise", post, "/desk/tickets/{number}/promise", everyone, aFile, unaudited, on((*Desk).promise), "Give the customer a time, or move it"},
	{"promiseKept", post, "/desk/tickets/{number}/done", everyone, aFile, unaudited, on((*Desk).done), "Say that promised work is done"},
	{"changePriority", post, "/desk/tickets/{number}/priority", everyone, aFile, unaudited, on((*Desk).priority), "Make a ticket urgent or normal"},
	{"escalate", post, "/desk/tickets/{number}/escalate", everyone, aFile, unaudited, on((*Desk).escalate), "Report a ticket upwards"},
	{"handOver", post, "/desk/tickets/{number}/hand-over", everyone, aFile, unaudited, on((*Desk).handOver), "Hand a ticket over to a department, a branch or a partner"},
	{"acceptHandOver", post, "/desk/tickets/{number}/hand-over/accept", everyone, aFile, unaudited, on((*Desk).acceptHandOver), "Note who has taken what was handed over"},
	{"linkHandOver", post, "/desk/tickets/{number}/hand-over/link", everyone, aFile, unaudited, on((*Desk).linkHandOver), "Make a link with which the other side sees what it needs, accepts and answers"},
	{"handBack", post, "/desk/tickets/{number}/hand-back", everyone, aFile, unaudited, on((*Desk).handBack), "Note the answer to a hand-over, which ends it"},
	{"takeBack", post, "/desk/tickets/{number}/take-back", everyone, aFile, unaudited, on((*Desk).takeBack), "End a hand-over without an answer"},
	{"resolve", post, "/desk/tickets/{number}/resolve", everyone, aFile, unaudited, on((*Desk).resolve), "Tell the result, with the steps that led to it"},
	{"analyseTicket", post, "/desk/tickets/{number}/analyse", everyone, aFile, unaudited, on((*Desk).analyse), "Record the cause of a complaint"},
	{"planTicket", post, "/desk/tickets/{number}/plan", everyone, aFile, unaudited, on((*Desk).plan), "Record what will be done, and by when"},
	{"carryOutTicket", post, "/desk/tickets/{number}/carry-out", everyone, aFile, unaudited, on((*Desk).carryOut), "Record what was done"},
	{"revisitTicket", post, "/desk/tickets/{number}/revisit", everyone, aFile, unaudited, on((*Desk).revisit), "Record whether the customer is content with the result"},
	{"sumUpTicket", post, "/desk/tickets/{number}/sum-up", everyone, aFile, unaudited, on((*Desk).sumUp), "Record the lesson, which closes a complaint"},
	{"disputeTicket", post, "/desk/tickets/{number}/dispute", everyone, aFile, unaudited, on((*Desk).dispute), "Have a disagreement reviewed by somebody uninvolved"},
	{"ruleTicket", post, "/desk/tickets/{number}/ruling", supervisors, aFile, unaudited, on((*Desk).rule), "Rule on a dispute"},
	{"reopen", post, "/desk/tickets/{number}/reopen", everyone, aFile, unaudited, on((*Desk).reopen), "Take a resolved ticket up again"},
	{"merge", post, "/desk/tickets/{number}/merge", everyone, aFile, unaudited, on((*Desk).merge), "End a ticket in another one"},
	{"withdraw", post, "/desk/tickets/{number}/withdraw", everyone, aFile, unaudited, on((*Desk).withdraw), "End a ticket that was taken back, or is spam"},

	{"listLessons", get, "/desk/lessons", everyone, aFile, unaudited, on((*Desk).lessons), "List what was learnt from complaints of a reason"},
	{"listDisputes", get, "/desk/disputes", supervisors, aFile, unaudited, on((*Desk).disputes), "List the disputes that wait for the caller's ruling"},
	{"listViolations", get, "/desk/violations", everyone, aFile, unaudited, on((*Desk).violations), "List a month's violations: an agent the own ones"},
	{"readViolation", get, "/desk/violations/{id}", everyone, aFile, unaudited, on((*Desk).readViolation), "Read a violation: an agent one of the own"},
	{"proposeViolation", post, "/desk/violations", supervisors, aFile, audited, creating((*Desk).accuse), "Write a violation down"},
	{"confirmViolation", post, "/desk/violations/{id}/confirm", supervisors, aFile, audited, on((*Desk).confirmViolation), "Confirm a violation"},
	{"dismissViolation", post, "/desk/violations/{id}/dismiss", supervisors, aFile, audited, on((*Desk).dismissViolation), "Drop a proposed violation"},
	{"appealViolation", post, "/desk/violations/{id}/appeal", everyone, aFile, audited, on((*Desk).appealViolation), "Object to a violation of one's own"},
	{"decideViolation", post, "/desk/violations/{id}/decide", supervisors, aFile, audited, on((*Desk).decideViolation), "Decide on an appeal"},

	{"exportTickets", get, "/desk/export", supervisors, aFile, audited, on((*Desk).exportTickets), "Export a period's tickets, a row for each, a thousand at once"},
	{"listExportParts", get, "/desk/export/parts", supervisors, aFile, unaudited, on((*Desk).reportParts), "List the parts that the export of a period has"},
	{"listAttachments", get, "/desk/tickets/{number}/attachments", everyone, aFile, unaudited, on((*Desk).attachments), "List the files of a ticket"},
	{"offerUpload", post, "/desk/tickets/{number}/attachments", everyone, aFile, unaudited, creating((*Desk).upload), "Get a form by which a browser sends one file"},
	{"readAttachment", get, "/desk/tickets/{number}/attachments/{id}", everyone, aFile, unaudited, on((*Desk).readAttachment), "Look at a file, also one that has only arrived"},
	{"keepAttachment", put, "/desk/tickets/{number}/attachments/{id}", everyone, aFile, unaudited, on((*Desk).keepAttachment), "Keep a file that has arrived"},
	{"removeAttachment", post, "/desk/tickets/{number}/attachments/{id}/remove", supervisors, aFile, unaudited, on((*Desk).removeAttachment), "Take a file away"},

	{"readSample", get, "/desk/samples", supervisors, aFile, unaudited, on((*Desk).sample), "Read the tickets of a day that were drawn for a spot check, and their reviews"},
	{"reviewTicket", post, "/desk/samples/{day}/{number}", supervisors, aFile, audited, on((*Desk).reviewTicket), "Keep what was found on a ticket of a day's sample"},

	{"listStaff", get, "/desk/staff", everyone, anAccount, unaudited, on((*Desk).staff), "List the staff, and who is on duty now"},
	{"addStaff", post, "/desk/staff", admins, anAccount, audited, creating((*Desk).addStaff), "Add a member of staff"},
	{"saveStaff", put, "/desk/staff/{id}", admins, anAccount, audited, on((*Desk).saveStaff), "Change a member of staff"},
	{"leave", put, "/desk/staff/{id}/absence", everyone, aFile, audited, on((*Desk).leave), "Switch somebody to absent: oneself, a supervisor the own team, an admin anybody"},
	{"return", remove, "/desk/staff/{id}/absence", everyone, aFile, audited, on((*Desk).back), "Switch somebody back"},
	{"readOnCall", get, "/desk/oncall", everyone, anAccount, unaudited, on((*Desk).onCall), "Read a month's shifts, who is on call now, and when nobody is"},
	{"addOnCall", post, "/desk/oncall", supervisors, anAccount, audited, creating((*Desk).addOnCall), "Put somebody on call, once or every day until a date"},
	{"removeOnCall", remove, "/desk/oncall/{month}/{shift}", supervisors, anAccount, audited, on((*Desk).removeOnCall), "Take a shift off the roster"},
	{"listTeams", get, "/desk/teams", admins, anAccount, unaudited, on((*Desk).teams), "List the teams"},
	{"saveTeam", put, "/desk/teams/{id}", admins, anAccount, audited, on((*Desk).saveTeam), "Make or change a team"},

	{"findCustomer", get, "/desk/customers", everyone, aFile, unaudited, on((*Desk).findCustomer), "Find a customer's file by phone"},
	{"addCustomer", post, "/desk/customers", everyone, aFile, audited, creating((*Desk).addCustomer), "Make a customer's file"},
	{"readCustomer", get, "/desk/customers/{id}", everyone, aFile, unaudited, on((*Desk).readCustomer), "Read a customer's file"},
	{"listCustomerTickets", get, "/desk/customers/{id}/tickets", everyone, aFile, unaudited, on((*Desk).customerTickets), "List the tickets of a customer's number, newest first"},
	{"readCustomerPhone", get, "/desk/customers/{id}/phone", everyone, aFile, audited, on((*Desk).customerPhone), "Read a customer's whole number; leaves a line in the log"},
	{"saveCustomer", put, "/desk/customers/{id}", everyone, aFile, audited, on((*Desk).saveCustomer), "Change a customer's file"},
	{"confirmConsent", post, "/desk/customers/{id}/consent", everyone, aFile, audited, on((*Desk).confirm), "Vouch for a consent to greetings"},
	{"stopGreetings", post, "/desk/customers/{id}/stop", everyone, aFile, audited, on((*Desk).stop), "Record that the customer wants no greetings"},
	{"listCustomers", get, "/desk/directory", admins, anAccount, audited, on((*Desk).directory), "List all customers' files"},

	{"exportPerson", post, "/desk/persons/export", supervisors, aFile, audited, on((*Desk).export), "Hand out what is stored about a phone number; leaves a line in the log"},
	{"erasePerson", post, "/desk/persons/erase", admins, aFile, audited, on((*Desk).erase), "Erase who has a phone number from everything; leaves a line in the log"},

	{"listDoubtful", get, "/desk/messages", admins, anAccount, unaudited, on((*Desk).doubtful), "List SMS of which nobody knows whether they went out"},
	{"sendMessage", post, "/desk/messages/{id}/send", admins, anAccount, audited, on((*Desk).send), "Send a doubtful SMS again"},
	{"dropMessage", post, "/desk/messages/{id}/drop", admins, anAccount, audited, on((*Desk).drop), "Leave a doubtful SMS be"},
	{"listAside", get, "/desk/aside", admins, anAccount, unaudited, on((*Desk).aside), "List records that no sweep could handle"},

	{"listTemplates", get, "/desk/texts", supervisors, anAccount, unaudited, on((*Desk).templates), "List the texts of SMS"},
	{"readTemplate", get, "/desk/texts/{id}", supervisors, anAccount, unaudited, on((*Desk).oneTemplate), "Read the texts of a template"},
	{"switchTemplate", put, "/desk/texts/{id}", admins, anAccount, audited, on((*Desk).switchTemplate), "Say whether a template is sent at all"},
	{"saveText", put, "/desk/texts/{id}/{lang}", admins, anAccount, audited, on((*Desk).saveText), "Write a text in place of the program's"},
	{"previewText", post, "/desk/texts/{id}/{lang}/preview", admins, anAccount, unaudited, on((*Desk).previewText), "See how a text would look and how many parts it takes"},
	{"readGreetings", get, "/desk/greetings", supervisors, anAccount, unaudited, on((*Desk).greetings), "Read which festivals are greeted, and when"},
	{"saveGreetings", put, "/desk/greetings", admins, anAccount, audited, on((*Desk).saveGreetings), "Choose the festivals that are greeted, and when"},
	{"readBudget", get, "/desk/budget", supervisors, anAccount, unaudited, on((*Desk).budget), "See what SMS cost and may cost"},
	{"listTicketSMS", get, "/desk/tickets/{number}/sms", everyone, aFile, unaudited, on((*Desk).ticketSMS), "List the SMS to the customer about a ticket"},

	{"listCalendars", get, "/desk/calendars", supervisors, anAccount, unaudited, on((*Desk).calendars), "List the calendars in force"},
	{"readCalendar", get, "/desk/calendars/{id}", supervisors, anAccount, unaudited, on((*Desk).calendar), "Read a calendar"},
	{"saveCalendar", put, "/desk/calendars/{id}", admins, anAccount, audited, reading((*Desk).saveCalendar, jsonOf(aCalendar)), "Make or change a calendar; moves open tickets"},
	{"previewCalendar", post, "/desk/calendars/{id}/preview", admins, anAccount, unaudited, reading((*Desk).previewCalendar, jsonOf(aCalendar)), "See which open tickets a calendar would move"},
	{"listCalendarVersions", get, "/desk/calendars/{id}/versions", supervisors, anAccount, unaudited, on((*Desk).calendarVersions), "List earlier versions of a calendar"},
	{"readPolicies", get, "/desk/policies", supervisors, anAccount, unaudited, on((*Desk).policies), "Read the policies in their order"},
	{"savePolicies", put, "/desk/policies", admins, anAccount, audited, reading((*Desk).savePolicies, jsonOf(thePolicies)), "Change the policies or their order; moves open tickets"},
	{"previewPolicies", post, "/desk/policies/preview", admins, anAccount, unaudited, reading((*Desk).previewPolicies, jsonOf(thePolicies)), "See which open tickets policies would move"},
	{"listPolicyVersions", get, "/desk/policies/versions", supervisors, anAccount, unaudited, on((*Desk).policyVersions), "List earlier versions of the policies"},
	{"listHolidays", get, "/desk/holidays", supervisors, anAccount, unaudited, on((*Desk).holidays), "List the public holidays by year, and which years are missing"},
	{"readHolidays", get, "/desk/holidays/{year}", supervisors, anAccount, unaudited, on((*Desk).holidaysOf), "Read a year's list of public holidays"},
	{"saveHolidays", put, "/desk/holidays/{year}", admins, anAccount, audited, reading((*Desk).saveHolidays, aYear), "Load a year's list of public holidays; moves open tickets"},
	{"previewHolidays", post, "/desk/holidays/{year}/preview", admins, anAccount, unaudited, reading((*Desk).previewHolidays, aYear), "See which open tickets a year's list would move"},
	{"listHolidayVersions", get, "/desk/holidays/{year}/versions", supervisors, anAccount, unaudited, on((*Desk).holidayVersions), "List earlier versions of a year's list"},
	{"listJobs", get, "/desk/jobs", supervisors, anAccount, unaudited, on((*Desk).jobs), "List changes on their way through the open tickets"},
	{"readJob", get, "/desk/jobs/{id}", supervisors, anAccount, unaudited, on((*Desk).job), "Read how far a change has come"},

	{"listPlaces", get, "/desk/places", everyone, anAccount, unaudited, on((*Desk).places), "Find departments, branches and partners: by words, or by the area they serve"},
	{"readPlace", get, "/desk/places/{id}", everyone, anAccount, unaudited, on((*Desk).place), "Read a department, branch or partner"},
	{"savePlace", put, "/desk/places/{id}", supervisors, anAccount, audited, on((*Desk).savePlace), "Make or change a department, branch or partner"},
	{"importPlaces", post, "/desk/places/import", supervisors, anAccount, audited, readingUpTo(MaxBody, (*Desk).importPlaces, aTable(placeTable)), "Take over a table of departments, branches and partners, as a whole or not at all"},
	{"listTariffs", get, "/desk/tariffs", everyone, anAccount, unaudited, on((*Desk).tariffs), "Find what carriage costs"},
	{"readTariff", get, "/desk/tariffs/{id}", everyone, anAccount, unaudited, on((*Desk).tariff), "Read a tariff"},
	{"saveTariff", put, "/desk/tariffs/{id}", supervisors, anAccount, audited, on((*Desk).saveTariff), "Make or change a tariff"},
	{"deleteTariff", remove, "/desk/tariffs/{id}", supervisors, anAccount, audited, on((*Desk).deleteTariff), "Take a tariff out"},
	{"importTariffs", post, "/desk/tariffs/import", supervisors, anAccount, audited, readingUpTo(MaxBody, (*Desk).importTariffs, aTable(tariffTable)), "Take over a table of tariffs, as a whole or not at all"},
	{"listHandbook", get, "/desk/handbook", everyone, aFile, unaudited, on((*Desk).handbook), "List the handbook's articles, those that help with a ticket first"},
	{"readArticle", get, "/desk/handbook/{id}", everyone, aFile, unaudited, on((*Desk).article), "Read an article of the handbook"},
	{"saveArticle", put, "/desk/handbook/{id}", supervisors, aFile, audited, on((*Desk).saveArticle), "Make or change an article"},
	{"listArticleVersions", get, "/desk/handbook/{id}/versions", everyone, aFile, unaudited, on((*Desk).articleVersions), "List an article's versions"},
	{"markRead", post, "/desk/handbook/{id}/read", everyone, aFile, unaudited, on((*Desk).markRead), "Say that one has read an article"},
	{"listReaders", get, "/desk/handbook/{id}/readers", supervisors, aFile, unaudited, on((*Desk).readers), "List who has read an article and who has not"},
	{"listReplies", get, "/desk/replies", everyone, aFile, unaudited, on((*Desk).replies), "List canned replies, those that fit a ticket first and filled in for it"},
	{"saveReply", put, "/desk/replies/{id}", supervisors, aFile, audited, on((*Desk).saveReply), "Make or change a canned reply"},
	{"removeReply", remove, "/desk/replies/{id}", supervisors, aFile, audited, on((*Desk).removeReply), "Take a canned reply out of the list"},
	{"listReplyVersions", get, "/desk/replies/{id}/versions", supervisors, aFile, unaudited, on((*Desk).replyVersions), "List a canned reply's versions"},
	{"listBulletins", get, "/desk/bulletins", everyone, aFile, unaudited, on((*Desk).bulletins), "List the notices on the public pages, and those that were"},
	{"readBulletin", get, "/desk/bulletins/{id}", everyone, aFile, unaudited, on((*Desk).readBulletin), "Read a notice"},
	{"openBulletin", post, "/desk/bulletins", supervisors, aFile, audited, creating((*Desk).openBulletin), "Show a notice on the public pages while something is wrong"},
	{"closeBulletin", post, "/desk/bulletins/{id}/close", supervisors, aFile, audited, on((*Desk).closeBulletin), "Close a notice; a second text says that it is over"},

	{"readAudit", get, "/desk/audit", admins, anAccount, unaudited, on((*Desk).audit), "Read who did what, by month"},

	{"simulate", post, "/desk/sla/simulate", supervisors, anAccount, unaudited, simulation, "Try calendar and policy on what might happen"},
}
