package cognito

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"huiyin/shared/errs"
	"huiyin/shared/session"
)

// Accounts signs people in and out at the pool. What it calls is open to
// anybody: it needs no permission and is not signed, the password is the
// proof. It may be used from many goroutines.
type Accounts struct {
	pool     Pool
	verifier *Verifier
	client   *idp.Client
}

var _ session.Pool = (*Accounts)(nil)

// Somebody waits: a function has ten seconds, the pool two tries of four.
const (
	poolTime  = 4 * time.Second
	poolTries = 2
)

// NewAccounts makes the way to a pool; nothing is asked yet. verifier checks
// the tokens that come of a sign-in, as it will check them on every request.
func NewAccounts(cfg aws.Config, pool Pool, verifier *Verifier) *Accounts {
	client := idp.NewFromConfig(cfg, func(o *idp.Options) {
		o.Region, _, _ = strings.Cut(pool.ID, "_")
		o.Retryer = retry.AddWithMaxAttempts(retry.NewStandard(), poolTries)
		if usual, ok := o.HTTPClient.(*awshttp.BuildableClient); ok {
			o.HTTPClient = usual.WithTimeout(poolTime)
		}
	})
	return &Accounts{pool: pool, verifier: verifier, client: client}
}

// SignIn begins a sign-in with name and password, see session.Pool.
func (a *Accounts) SignIn(ctx context.Context, name, password string) (session.Step, error) {
	out, err := a.client.InitiateAuth(ctx, &idp.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &a.pool.Client,
		AuthParameters: map[string]string{"USERNAME": name, "PASSWORD": password},
	})
	if err != nil {
		return session.Step{}, told(err, "", "session.refused")
	}
	return a.step(ctx, name, out.ChallengeName, out.ChallengeParameters, out.Session, out.AuthenticationResult)
}

// Answer answers what a step asked, see session.Pool.
func (a *Accounts) Answer(ctx context.Context, step session.Step, answer string) (session.Step, error) {
	challenge, field, pass := types.ChallengeNameTypeNewPasswordRequired, "password", &step.Pass
	responses := map[string]string{"USERNAME": step.Name}
	switch step.Ask {
	case session.NewPassword:
		responses["NEW_PASSWORD"] = answer
	case session.Code:
		challenge, field = types.ChallengeNameTypeSoftwareTokenMfa, "code"
		responses["SOFTWARE_TOKEN_MFA_CODE"] = answer
	case session.Enrol:
		challenge, field = types.ChallengeNameTypeMfaSetup, "code"
		enrolled, err := a.client.VerifySoftwareToken(ctx, &idp.VerifySoftwareTokenInput{Session: &step.Pass, UserCode: &answer})
		if err != nil {
			return session.Step{}, told(err, field, "session.begin_again")
		}
		pass = enrolled.Session
	default:
		return session.Step{}, errs.New(errs.Unauthenticated, "session.begin_again")
	}
	out, err := a.client.RespondToAuthChallenge(ctx, &idp.RespondToAuthChallengeInput{
		ClientId: &a.pool.Client, ChallengeName: challenge, ChallengeResponses: responses, Session: pass,
	})
	if err != nil {
		return session.Step{}, told(err, field, "session.begin_again")
	}
	return a.step(ctx, step.Name, out.ChallengeName, out.ChallengeParameters, out.Session, out.AuthenticationResult)
}

// asks is what the pool calls what it can ask.
var asks = map[types.ChallengeNameType]session.Ask{
	types.ChallengeNameTypeNewPasswordRequired: session.NewPassword,
	types.ChallengeNameTypeSoftwareTokenMfa:    session.Code,
	types.ChallengeNameTypeMfaSetup:            session.Enrol,
}

// step reads an answer of the pool: tokens, or the next question.
func (a *Accounts) step(ctx context.Context, name string, challenge types.ChallengeNameType, params map[string]string, pass *string,
	result *types.AuthenticationResultType) (session.Step, error) {
	if result != nil {
		tokens, err := a.tokens(ctx, result)
		return session.Step{Tokens: tokens}, err
	}
	ask, ok := asks[challenge]
	if !ok {
		return session.Step{}, unexpected("asks for " + string(challenge))
	}
	if known := params["USER_ID_FOR_SRP"]; known != "" {
		name = known
	}
	step := session.Step{Ask: ask, Name: name, Pass: aws.ToString(pass)}
	if ask != session.Enrol {
		return step, nil
	}
	key, err := a.client.AssociateSoftwareToken(ctx, &idp.AssociateSoftwareTokenInput{Session: pass})
	if err != nil {
		return session.Step{}, told(err, "", "session.begin_again")
	}
	step.Pass, step.Key = aws.ToString(key.Session), aws.ToString(key.SecretCode)
	return step, nil
}

// tokens reads what the pool gave. Whose they are is what the ID token says,
// and nobody else's word.
func (a *Accounts) tokens(ctx context.Context, result *types.AuthenticationResultType) (session.Tokens, error) {
	id := aws.ToString(result.IdToken)
	who, err := a.verifier.Verify(ctx, "Bearer "+id)
	switch {
	case errs.Is(err, errs.Unavailable):
		return session.Tokens{}, err
	case err != nil:
		return session.Tokens{}, unexpected("gave a token that is not believed: " + errs.As(err).Code)
	}
	return session.Tokens{Account: who.Subject, ID: id, Refresh: aws.ToString(result.RefreshToken),
		Life: time.Duration(result.ExpiresIn) * time.Second}, nil
}

// Refresh brings a new ID token, see session.Pool.
func (a *Accounts) Refresh(ctx context.Context, refresh string) (session.Tokens, error) {
	result, err := a.refresh(ctx, refresh)
	if err != nil {
		return session.Tokens{}, err
	}
	return a.tokens(ctx, result)
}

func (a *Accounts) refresh(ctx context.Context, refresh string) (*types.AuthenticationResultType, error) {
	out, err := a.client.InitiateAuth(ctx, &idp.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeRefreshTokenAuth, ClientId: &a.pool.Client,
		AuthParameters: map[string]string{"REFRESH_TOKEN": refresh},
	})
	switch {
	case err != nil:
		return nil, told(err, "", "session.ended")
	case out.AuthenticationResult == nil:
		return nil, unexpected("asks for " + string(out.ChallengeName) + " at a refresh")
	}
	return out.AuthenticationResult, nil
}

// AppKey begins to set up an authenticator app, see session.Pool.
func (a *Accounts) AppKey(ctx context.Context, refresh string) (string, error) {
	result, err := a.refresh(ctx, refresh)
	if err != nil {
		return "", err
	}
	out, err := a.client.AssociateSoftwareToken(ctx, &idp.AssociateSoftwareTokenInput{AccessToken: result.AccessToken})
	if err != nil {
		return "", told(err, "", "session.ended")
	}
	return aws.ToString(out.SecretCode), nil
}

// UseApp makes the pool ask for the app's codes, see session.Pool.
func (a *Accounts) UseApp(ctx context.Context, refresh, code string) error {
	result, err := a.refresh(ctx, refresh)
	if err != nil {
		return err
	}
	if _, err := a.client.VerifySoftwareToken(ctx, &idp.VerifySoftwareTokenInput{AccessToken: result.AccessToken, UserCode: &code}); err != nil {
		return told(err, "code", "session.ended")
	}
	_, err = a.client.SetUserMFAPreference(ctx, &idp.SetUserMFAPreferenceInput{AccessToken: result.AccessToken,
		SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true}})
	return told(err, "", "session.ended")
}

// Forget makes a refresh token worthless, or all of its account, see
// session.Pool. The pool signs out everywhere for an access token only, which
// is not kept: the refresh token brings one.
func (a *Accounts) Forget(ctx context.Context, refresh string, everywhere bool) error {
	if !everywhere {
		_, err := a.client.RevokeToken(ctx, &idp.RevokeTokenInput{ClientId: &a.pool.Client, Token: &refresh})
		return gone(told(err, "", "session.ended"))
	}
	result, err := a.refresh(ctx, refresh)
	if err != nil {
		return gone(err)
	}
	_, err = a.client.GlobalSignOut(ctx, &idp.GlobalSignOutInput{AccessToken: result.AccessToken})
	return gone(told(err, "", "session.ended"))
}

// gone is err, but for what says that the token was worthless already.
func gone(err error) error {
	if errs.Is(err, errs.Unauthenticated) {
		return nil
	}
	return err
}
