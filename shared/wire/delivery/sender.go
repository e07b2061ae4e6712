package delivery

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"

	"huiyin/shared/config"
	"huiyin/shared/dynamo"
	"huiyin/shared/ledger"
	"huiyin/shared/sms"
)

// Sender is the way SMS leave. The gateway's key is the secret "gateway" of the
// table, where whoever runs the gateway is given it from.
func Sender(ctx context.Context, cfg aws.Config, kind, address string, table *dynamo.Table) (ledger.Sender, error) {
	if kind != config.Gateway {
		return sms.NewSNS(cfg, sms.SNSSettings{})
	}
	key, err := table.Secret(ctx, "gateway")
	if err != nil {
		return nil, err
	}
	return sms.NewGateway(address, key, nil)
}
