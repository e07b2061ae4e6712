// Package dynamo is the one table: the only place that knows how things are
// stored. This page is the whole data model.
//
// A thing that has a partition of its own is stored under its partition's
// first word ("TICKET#K7M3QP9XA" / "TICKET"). Every item has a kind; what
// conditions, filters and indexes ask for is an attribute, the thing itself is
// the attribute record, as JSON (a ticket's deflated: see packed). Times in
// keys have a fixed width. ttl is when an item may go.
//
//	partition              sort key              item                       written by      read by
//	TICKET#<number>        TICKET                record, version            Commit          Get, Lookup, Contact, Queue; Lines
//	                       PERSON                who asked, and his matter  Commit          Lookup, Contact, People
//	                       MSG#<seq>             words said in public       Commit          Lookup, History
//	                       EVENT#<seq>           event, or all of a change  Commit          History, stream, Events
//	                       FILE#<id>             name, type of a file       Commit          Files
//	                       EVENT#<seq>#NOTE      internal words of a change Commit          History, Note
//	                       ABOUT#<violation id>  id: it is evidence for it  Put             OfTicket
//	LESSON#<reason>        <summed up>#<number>  what was learnt            Commit          Lessons
//	DISPUTES#<staff id>    <disputed>#<number>   number: waits for a ruling Commit          Reviews
//	VIOLATIONS#<month>     <violation id>        violation, version         Commit, Put     Violation, Month
//	PHONE#<phone key>      CUSTOMER              customer, class, archived  Customers       Known, CustomerByPhone
//	                       OPEN#<kind>#W#<bill>  number: the open matter    Commit          Matter, OpenComplaint
//	                       OPEN#<kind>#N#<no.>   number: an open complaint  Commit          OpenComplaint
//	                       TICKET#<opened>#<no.> number                     Commit          ByPhone, Known
//	WAYBILL#<waybill>      <opened>#<number>     number                     Commit          ByWaybill
//	OPENED#<day, UTC>      <opened>#<number>     number                     Commit          Opened
//	ANSWER#<hash of key>   ANSWER                answer, ttl                Commit          Answered
//	COUNT#<hash of name>   COUNT                 count, ttl                 Count           Count
//	LEDGER#<row id>        LEDGER                row, version, ttl          Put             Row, Doubtful
//	BATCH#<event id>       BATCH                 work on a page, version, ttl PutBatch      Batch
//	                       GROUP#<n>#<try>       what became of ten, ttl    PutGroup        Groups, Row
//	CAMPAIGN#<id>          CAMPAIGN              campaign, version           SaveCampaign    Campaign
//	CAMPAIGNS              <created>#<id>        campaign: id                SaveCampaign    Campaigns
//	CONTENT#calendar       CONTENT               content calendar, version   SaveCalendar    Calendar
//	MAILING#<campaign id>  EVENT#<page>          page of a campaign          SaveCampaign    stream, Events
//	BUDGET#<month>         BUDGET                spent                      Spend           Spend
//	RECENT#<phone key>     RECENT                last receipts, ttl         SaveRecent      Recent
//	CUSTOMER#<id>          CUSTOMER              file, version              Customers       Customer, ListCustomers
//	                       NOTE#<seq>            what somebody noted        Customers       Notes
//	TERM#<hash of term>    <customer id>         –                          Customers       WithTerm
//	DOUBLES                <customer id>         –                          Customers       InPlace
//	OPTOUT#<phone key>     OPTOUT                stop, version              Customers       Optout
//	CODE#<id>              CODE                  code, tries, usedFor, ttl  Customers       TryCode, Code
//	CODES#<phone key>      <code id>             –, ttl                     Customers       Codes
//	ERASING#<phone key>    ERASING               erasure that goes on       Begin           Begun
//	DIRECTORY#<shard>      <customer id>         –                          Customers       ListCustomers
//	GREET#<zone>#<shard>   <customer id>         –                          Customers       NextPage
//	BDAY#<zone>#<day>      <customer id>         –                          Customers       NextPage
//	ZONE                   <zone>                –                          Customers       Zones
//	GREETINGS#<day>#<zone> GREETINGS             run, version, ttl          Advance         Run
//	REVIEW#<number>        REVIEW                marks of a spot check      Save            Reviews
//	                       REMARK                what was said of it        Save            Reviews
//	TASK#<id>              TASK                  task, version            Tasks           Task; Listed, Due, OfCustomer
//	CUSTOMER#<id>          TASK#<planned>#<id>   id: a task for him       Tasks           OfCustomer
//	TASKGROUP#<group>      <task id>             –                        Tasks           Grouped
//	WALK#<id>              WALK                  how far, version, ttl    Advance         Walk
//	STAFF                  MEMBER#<id>           member, version            SaveMember      Roster
//	                       TEAM#<id>             team, version              SaveTeam        Roster
//	ONCALL                 <month>               shifts, version            SaveMonth       Months
//	BADGE#<badge>          BADGE                 member: who has it         SaveMember      SaveMember
//	LOGIN#<login>          LOGIN                 member: who has it         SaveMember      SaveMember
//	FILTERS#<member>       FILTERS               what he filters by, version Keep            Filters
//	RUN#<run>              RUN                   state, workers, ttl; when  Join/FinishRun  FinishRun, stream, Events
//	                                             finished its event
//	                       FOUND#<event id>      what a sweep found, ttl    Commit          Found
//	ASIDE                  <at>#<subject>        what no sweep can handle   SetAside        Aside
//	BULLETIN#<id>          BULLETIN              bulletin, version          Save            Bulletin, List
//	BULLETINS              <opened>#<id>         bulletin: id               Save            List
//	TELLING#<id>#<phase>   TELLING               round, version              Save, Advance   Round
//	                       EVENT#<page>          whom a page names           Advance         stream, Pages
//	BOARD                  BOARD                 what is shown, version     Save            Board (public)
//	HANDBOOK               <article id>          editions, version      SaveArticle     Entries
//	ARTICLE#<id>           VERSION#<version>     article as it was      SaveArticle     Article, Articles
//	                       READ#<version>#<id>   receipt, by staff      Read            Readers
//	READER#<staff id>      <article id>          the last receipt       Read            ReadBy
//	REPLIES                <reply id>            canned reply, version  SaveReply       Replies
//	REPLY#<id>             VERSION#<version>     reply as it was        SaveReply       PastReplies
//	AUDIT#<month>          <at>#<row id>         who did what, ttl          Begin, End      Rows
//	KEY#<name>             KEY                   secret                     Secret          Secret
//	CONFIG                 <area>#<id>           setting, version           Save            All
//	SETTING#<area>#<id>    VERSION#<version>     setting as it was          Save            Version, Versions
//	REGISTER#<list>        REGISTER              count of saves             Save            Count, Rows
//	                       ROW#<id>              place or tariff, version   Save            Rows
//	JOB#<id>               JOB                   job, version, ttl          Save, Advance   Job, Jobs
//	JOBS                   <saved>#<id>          job: id, ttl               Save            Jobs
//	RANKS                  <month>               run of classes, version     Advance         Run, Runs
//	RANK#<month>           <basis>#<below>#<id>  figure of a customer, ttl   Put             List
//	                       MOVE#<id>             whose class changed, ttl    Move            Moves
//	IMPORT#<id>            IMPORT                import, version, ttl        Save            Import, Imports
//	                       WRONG#<version>       what was wrong with rows    Save            Problems
//	IMPORTS                <at>#<id>             import: id, ttl             Save            Imports
//	SESSIONS#<account>     <hash of secret>      session, sealed, ttl       Begin, Keep     Session, EndAll
//	SHIPMENT#<waybill>     SHIPMENT              shipment, version          Commit          Shipment, Shipments
//	SHIPPER#<customer>     <recorded>#<waybill>  waybill                    Commit          OfCustomer
//	DISPATCH#<day>#<branch> W#<waybill>          waybill                    Commit          OfDay
//	                       EVENT#000001          event, ttl                 Tell            stream, Events
//	CONSIGNEE#<phone key>  <waybill>             waybill                    Commit          ToConsignee
//	FIGURES#<customer>     <month>               counts                     Commit          Figures
//	FIGURES#CARRIER#<carrier>#<part> <month>     counts                     Commit          Figures
//	VIOLATION#<id>         EVENT#<seq>           event                      Commit, Put     stream, Events
//	ERASURE#<id>           EVENT#000001          event                      Finish          stream, Events
//	MORNING#<team>#<day>   EVENT#000001          event, ttl                 Tell            stream, Events
//	ONCALLGAP#<day>        EVENT#000001          event, ttl                 Tell            stream, Events
//	YEAR#<year>#<week>     EVENT#000001          event, ttl                 Tell            stream, Events
//	<any subject>          EVENT#<seq>           event; ttl where its       with its        stream, Events
//	                                             subject has one            subject
//
// Index lines (keys, and the attribute line): QUEUE#<team> × <due
// shown>#<number>, a ticket while it is open, with what a list shows of it (see
// line.go); DOUBT × <created>#<row id>, a row that an admin has to decide on,
// without a line; TASKS#<its list> × <due>#<task id>, a task while it is open,
// with its kind; ABOUT#<record> × <at>#<row id>, a row of the audit log about a
// customer's file, without a line; SHIPPED#<month, UTC> × <left>#<waybill>, a
// shipment that has left, in its own record, without a line. Whoever wants the records reads them
// afterwards.
//
// Index due (keys only): DUE#<shard> × <next check>#<partition>, a ticket while
// it has a timer that can fall due, a task while somebody is to be told of it,
// a row while it is pending, a run while it is open, a job until it is done, a
// round of a bulletin until everybody is named, a shipment while something has
// to be done at a time.
//
// What stays as it was costs an index nothing, a line that changes in its place
// one write, a key that moves two.
//
// Every write states its condition. A record's version is one more than the
// stored one, or nothing is written; whatever belongs to the same change stands
// in the same transaction, so only the record needs the condition. The events of
// one change stand in one item (event.Joined), under the place of the first. The
// stream carries the items of kind event to the relay when they come, and a run
// when it becomes its event. Only an erasure
// removes what was not made to be forgotten (person_remove.go).
//
// What a failure means: a condition that did not hold is the error that the
// capability's store names; all else is errs.Unavailable (nothing was learnt,
// send the request again), but for what DynamoDB would refuse for ever.
package dynamo
