package infra

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// standing says of each type of resource what one of it costs while nothing
// happens. A type that is not here has not been thought about.
var standing = map[string]string{
	"AWS::ApiGateway::Account":      "",
	"AWS::CloudWatch::Alarm":        "cloudwatch.alarmMetric", // one metric each
	"AWS::CloudWatch::Dashboard":    "cloudwatch.dashboard",
	"AWS::Cognito::UserPool":        "", // billed by people who sign in
	"AWS::Cognito::UserPoolClient":  "",
	"AWS::Cognito::UserPoolGroup":   "",
	"AWS::DynamoDB::Table":          "", // on demand
	"AWS::Events::EventBus":         "",
	"AWS::Events::Rule":             "",
	"AWS::IAM::Role":                "",
	"AWS::Logs::LogGroup":           "", // billed by what is written
	"AWS::Logs::MetricFilter":       "", // their metrics exist only in hours in which an SMS was sent or a step fell due
	"AWS::S3::Bucket":               "", // by what lies in it
	"AWS::S3::BucketPolicy":         "",
	"AWS::SNS::Subscription":        "",
	"AWS::SNS::Topic":               "",
	"AWS::SNS::TopicPolicy":         "",
	"AWS::SQS::Queue":               "",
	"AWS::SQS::QueuePolicy":         "",
	"AWS::Scheduler::Schedule":      "",
	"AWS::Serverless::Api":          "",
	"AWS::Serverless::Function":     "",
	"AWS::WAFv2::WebACL":            "waf.acl", // only with EnableWaf
	"AWS::WAFv2::WebACLAssociation": "",
}

// fixed counts the units that are billed while nothing happens, with the
// parameters that are the default and an address for alarms.
func fixed(t *testing.T) map[string]float64 {
	units := map[string]float64{}
	for name, r := range template(t) {
		item, known := standing[r.Type]
		switch {
		case !known:
			t.Errorf("%s: what does a %s cost while nothing happens?", name, r.Type)
		case r.Raw["Condition"] == "HasWaf":
			if at(document(t), "Parameters", "EnableWaf", "Default") != "false" {
				t.Error("the firewall has a fixed price and is to be asked for")
			}
		case item != "":
			units[item]++
		}
		// Metrics is a sum of several, each billed as one.
		for _, costly := range []string{"Metrics", "ProvisionedConcurrencyConfig", "VpcConfig", "KMSMasterKeyId", "KmsMasterKeyId", "KmsKeyId"} {
			if r.Properties[costly] != nil {
				t.Errorf("%s has %s, which has a fixed price", name, costly)
			}
		}
	}
	return units
}

func TestWhatStandsCostsAtMostADollar(t *testing.T) {
	prices := load(t)
	units := fixed(t)
	// Three dashboards of an account are free; this is one. It is the only
	// thing whose being free is counted on here.
	if units["cloudwatch.dashboard"] > prices["cloudwatch.dashboard"].Free {
		t.Errorf("%v dashboards", units["cloudwatch.dashboard"])
	}
	delete(units, "cloudwatch.dashboard")
	total := 0.0
	for item, n := range units {
		t.Logf("%-24s %3.0f  %.2f USD", item, n, prices[item].List(n))
		total += prices[item].List(n)
	}
	if cents := math.Round(total * 100); cents > 100 {
		t.Errorf("what stands costs %.2f USD a month at list prices", total)
	}
}

// month is a month of 730 hours in which nobody calls and nothing is due.
func month(t *testing.T) map[string]float64 {
	const minutes, hours = 730 * 60, 730.0
	all := template(t)
	queues := 0.0
	for _, event := range all["Notify"].Properties["Events"].(object) {
		if at(event, "Type") == "SQS" {
			queues++
		}
	}
	units := fixed(t)
	runs := minutes + hours
	units["scheduler.run"] = runs
	units["lambda.request"] = runs
	units["lambda.gbSecond.arm64"] = runs * 0.1 * 0.25 // a tenth of a second in a quarter of a GB
	units["dynamodb.read"] = runs * 2                  // an empty look at the due index, and settings
	units["dynamodb.write"] = hours * 2                // the note of an hour's greetings
	units["kms.request"] = 5 * hours * 60 / 5          // table key, each client asks every five minutes
	units["logs.gbWritten"] = runs * 1000 / 1e9        // platform lines and ours
	// Lambda asks each queue with five long polls of twenty seconds.
	units["sqs.request"] = queues * 5 * 3 * minutes
	return units
}

func TestAnIdleMonthCostsAtMostADollar(t *testing.T) {
	prices := load(t)
	billed, plain := 0.0, 0.0
	for item, n := range month(t) {
		price, known := prices[item]
		if !known {
			t.Fatalf("no price of %s", item)
		}
		t.Logf("%-24s %10.0f  list %.3f  billed %.3f", item, n, price.List(n), price.Billed(n))
		billed += price.Billed(n)
		plain += price.List(n)
	}
	t.Logf("billed %.2f USD; if nothing were free %.2f USD, 3.00 of it for the dashboard", billed, plain)
	if billed > 1 {
		t.Errorf("an idle month is billed with %.2f USD", billed)
	}
}

func TestPricesAreComplete(t *testing.T) {
	for item, price := range load(t) {
		if price.USD <= 0 || price.Per <= 0 || price.Free < 0 {
			t.Errorf("%s: %+v", item, price)
		}
		if !slices.Contains([]string{"lambda", "apigateway", "dynamodb", "events", "scheduler", "sqs", "logs", "kms", "cloudwatch", "cognito", "waf"},
			strings.SplitN(item, ".", 2)[0]) {
			t.Errorf("%s belongs to no service we use", item)
		}
	}
}

func load(t *testing.T) map[string]Price {
	t.Helper()
	prices, err := Prices()
	if err != nil {
		t.Fatal(err)
	}
	return prices
}
