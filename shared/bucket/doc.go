// Package bucket keeps files in S3 for package attachment: private, sent by
// forms that are signed for one place, read by addresses that work for minutes.
//
// What a form and an address allow is signed with the machine's time, whatever
// clock the desk goes by: it is S3 that compares it with its own.
package bucket
