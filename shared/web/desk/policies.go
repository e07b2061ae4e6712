package desk

import (
	"context"

	"huiyin/shared/setting"
)

const thePolicies = "policies, in the order in which they are asked, and default, for whatever none of them is for; each as in a simulation, with id, name, when and calendar. " +
	"Unknown members are refused by name, with 422."

func policiesInForce(f *setting.InForce) (Setting, error) {
	return inForce(f, setting.Policy, setting.PoliciesID, f.Book.Policies)
}

func (d *Desk) policies(ctx context.Context, _ *struct{}) (*settingOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := policiesInForce(f)
	return &settingOutput{ETag: etag(shown.Version), Body: shown}, err
}

type policiesInput struct {
	Match
	RawBody []byte `contentType:"application/json"`
}

func (d *Desk) draftPolicies(ctx context.Context, in *policiesInput, version func() (int, error)) (*setting.Draft, error) {
	seen, err := version()
	if err != nil {
		return nil, err
	}
	return d.Settings.DraftPolicies(ctx, d.Now(), in.RawBody, seen)
}

func (d *Desk) savePolicies(ctx context.Context, in *policiesInput) (*savedOutput, error) {
	draft, err := d.draftPolicies(ctx, in, in.whole)
	if err != nil {
		return nil, err
	}
	return d.save(ctx, draft, policiesInForce)
}

func (d *Desk) previewPolicies(ctx context.Context, in *policiesInput) (*previewOutput, error) {
	draft, err := d.draftPolicies(ctx, in, in.looking)
	if err != nil {
		return nil, err
	}
	return d.preview(ctx, draft)
}

func (d *Desk) policyVersions(ctx context.Context, in *VersionsInput) (*versionsOutput, error) {
	return d.versions(ctx, setting.Policy, setting.PoliciesID, *in)
}
