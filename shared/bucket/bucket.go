package bucket

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/gabriel-vasile/mimetype"

	"huiyin/shared/attachment"
	"huiyin/shared/errs"
	"huiyin/shared/sheet"
	"huiyin/shared/ticket"
)

// Bucket is one bucket of S3.
type Bucket struct {
	name   string
	s3     *s3.Client
	signer *s3.PresignClient
}

var (
	_ attachment.Bucket = Bucket{}
	_ sheet.Bucket      = Bucket{}
)

// New makes the bucket's client; nothing is asked yet.
func New(cfg aws.Config, name string) Bucket {
	client := s3.NewFromConfig(cfg, func(o *s3.Options) {
		// A bucket of a local stack has no host name of its own. AWS takes both.
		o.UsePathStyle = true
		o.DisableLogOutputChecksumValidationSkipped = true // a line of the SDK's own in the log for every look at a file
	})
	return Bucket{name: name, s3: client, signer: s3.NewPresignClient(client)}
}

// Form signs that a browser may put one file at a key.
func (b Bucket) Form(ctx context.Context, key string, max int64, life time.Duration, back string) (attachment.Form, error) {
	allowed := []any{[]any{"content-length-range", 1, max}}
	if back != "" {
		allowed = append(allowed, map[string]string{"success_action_redirect": back})
	}
	signed, err := b.signer.PresignPostObject(ctx, &s3.PutObjectInput{Bucket: &b.name, Key: &key}, func(o *s3.PresignPostOptions) {
		o.Expires = life
		o.Conditions = allowed
	})
	if err != nil {
		return attachment.Form{}, fault(err)
	}
	if back != "" {
		signed.Values["success_action_redirect"] = back
	}
	return attachment.Form{URL: signed.URL, Fields: signed.Values}, nil
}

// head is how much of a file tells its type.
const head = 3072

// Look reads the first bytes of a file.
func (b Bucket) Look(ctx context.Context, key string) (attachment.Object, error) {
	out, err := b.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: &key, Range: aws.String("bytes=0-" + strconv.Itoa(head-1))})
	if err != nil {
		return attachment.Object{}, fault(err)
	}
	defer func() { _ = out.Body.Close() }() // what was needed has been read
	first, err := io.ReadAll(io.LimitReader(out.Body, head))
	if err != nil {
		return attachment.Object{}, fault(err)
	}
	object := attachment.Object{Size: aws.ToInt64(out.ContentLength), State: aws.ToString(out.ETag)}
	if _, whole, ok := strings.Cut(aws.ToString(out.ContentRange), "/"); ok {
		if size, err := strconv.ParseInt(whole, 10, 64); err == nil {
			object.Size = size
		}
	}
	object.Type, _, _ = strings.Cut(mimetype.Detect(first).String(), ";")
	return object, nil
}

// Open reads a file from its beginning, if it is in the state that was seen.
func (b Bucket) Open(ctx context.Context, key, state string) (io.ReadCloser, error) {
	out, err := b.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: &key, IfMatch: &state})
	if err != nil {
		return nil, fault(err)
	}
	return out.Body, nil
}

// Copy copies what was looked at.
func (b Bucket) Copy(ctx context.Context, from, to string, seen attachment.Object) error {
	_, err := b.s3.CopyObject(ctx, &s3.CopyObjectInput{
		Bucket: &b.name, Key: &to, CopySource: aws.String(b.name + "/" + (&url.URL{Path: from}).EscapedPath()),
		CopySourceIfMatch: &seen.State, ContentType: &seen.Type, MetadataDirective: types.MetadataDirectiveReplace,
	})
	return fault(err)
}

// Link signs an address. The browser shows the file, and saves it under its
// name.
func (b Bucket) Link(ctx context.Context, key string, f ticket.File, life time.Duration) (string, error) {
	shown := "inline; filename*=UTF-8''" + url.PathEscape(f.Name)
	signed, err := b.signer.PresignGetObject(ctx,
		&s3.GetObjectInput{Bucket: &b.name, Key: &key, ResponseContentDisposition: &shown, ResponseContentType: &f.Type},
		s3.WithPresignExpires(life))
	if err != nil {
		return "", fault(err)
	}
	return signed.URL, nil
}

// Remove removes a file.
func (b Bucket) Remove(ctx context.Context, key string) error {
	_, err := b.s3.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.name, Key: &key})
	return fault(err)
}

// Clear removes all files under a prefix.
func (b Bucket) Clear(ctx context.Context, prefix string) error {
	out, err := b.s3.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &b.name, Prefix: &prefix})
	if err != nil {
		return fault(err)
	}
	for _, object := range out.Contents {
		if err := b.Remove(ctx, aws.ToString(object.Key)); err != nil {
			return err
		}
	}
	return nil
}

// fault tells what is gone from what has to be tried again.
func fault(err error) error {
	if err == nil {
		return nil
	}
	var api interface{ ErrorCode() string }
	if errors.As(err, &api) {
		switch api.ErrorCode() {
		case "NoSuchKey", "NotFound", "PreconditionFailed", "InvalidRange":
			return errs.New(errs.NotFound, "store.not_found").Because(err)
		}
	}
	return errs.New(errs.Unavailable, "store.unavailable").Because(err)
}
