// Package message is what the desk's SMS say: a fixed table of templates in
// Chinese and English, each with an id, a version and the parameters it takes.
//
// Why a fixed table: Chinese channels send only registered templates, refuse
// links and free text in the variables, and charge by the part. So a reply's
// SMS says that an answer is there and not what it is; the only address in an
// SMS is the company's own, a constant; a name is put in only when it is
// surely a name; and a template whose longest case would need a second part is
// refused when it is saved. The texts a company starts with stand in
// seed/*.json; what it edits are overrides, data that are checked the same way.
//
// The signature is not part of a text: it is put in front of every one, 【…】 in
// Chinese, […] in English (an English text then fits GSM-7's 160 characters,
// where one Chinese character would leave it 70).
//
// Rules kept here: PD-10 (the company is named, an agent by the badge number;
// forbidden words), JY-2 (a receipt says what happens next and by when), JY-10
// (done, thanks, how to reach us, anything else), PD-12 and NJ-9 (interim
// news and moved promises give the next time), NJ-2 and NJ-4 (festivals and
// birthdays), LAW-2 (sender named, a way to refuse in every greeting).
package message
