package bucket_test

import (
	"context"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"huiyin/infra/local/stack"
	"huiyin/shared/bucket"
	"huiyin/shared/client"
	"huiyin/shared/errs"
	"huiyin/shared/storetest"
)

// settings are those of a process that talks to a local stack of its own.
func settings(t *testing.T) aws.Config {
	t.Helper()
	root, err := stack.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	s, err := stack.Empty(context.Background(), stack.Options{Root: root, Home: t.TempDir(), Log: os.Stderr})
	if err != nil {
		t.Fatalf("start the local stack: %v", err)
	}
	t.Cleanup(s.Stop)
	cfg := aws.Config{Region: s.Region, BaseEndpoint: aws.String(s.Endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", "")}
	cfg.APIOptions = append(cfg.APIOptions, client.WholeAnswers)
	if _, err := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }).
		CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String("files")}); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestS3KeepsFiles(t *testing.T) {
	cfg := settings(t)
	b := bucket.New(cfg, "files")
	storetest.Bucket(t, b)

	t.Run("a form is for its place only", func(t *testing.T) {
		form, err := b.Form(t.Context(), "incoming/AAA/one", 1<<20, time.Minute, "")
		if err != nil {
			t.Fatal(err)
		}
		form.Fields["key"] = "kept/AAA/one"
		if status, _ := storetest.Post(t, form, "a.jpg", []byte("x")); status != http.StatusForbidden {
			t.Errorf("posted elsewhere with %d", status)
		}
	})
	t.Run("a form is for its time only", func(t *testing.T) {
		form, err := b.Form(t.Context(), "incoming/AAA/one", 1<<20, time.Second, "")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		if status, _ := storetest.Post(t, form, "a.jpg", []byte("x")); status != http.StatusForbidden {
			t.Errorf("posted late with %d", status)
		}
	})
	t.Run("a bucket that is not there can be tried again", func(t *testing.T) {
		if _, err := bucket.New(cfg, "nobodys").Look(t.Context(), "kept/x"); !errs.Is(err, errs.Unavailable) {
			t.Errorf("error %v", err)
		}
	})
}
