package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// account calls EC2 of the emulated account. The SDK's own package for EC2 takes a minute to compile; these are six calls.
type account struct {
	endpoint, region string
	credentials      aws.Credentials
	signer           *v4.Signer
}

// refusal is an error that EC2 answers.
type refusal struct {
	Code    string `xml:"Errors>Error>Code"`
	Message string `xml:"Errors>Error>Message"`
}

func (r *refusal) Error() string { return r.Code + ": " + r.Message }

func newAccount() *account {
	return &account{
		endpoint: os.Getenv("AWS_ENDPOINT_URL"), region: os.Getenv("AWS_REGION"), signer: v4.NewSigner(),
		credentials: aws.Credentials{
			AccessKeyID: os.Getenv("AWS_ACCESS_KEY_ID"), SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"),
			SessionToken: os.Getenv("AWS_SESSION_TOKEN"),
		},
	}
}

// call decodes the answer into a struct; what its lists hold already, stays.
func (a *account) call(ctx context.Context, action string, parameters url.Values, answer any) error {
	parameters.Set("Action", action)
	parameters.Set("Version", "2016-11-15")
	body := parameters.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.endpoint+"/", strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	hash := sha256.Sum256([]byte(body))
	if err := a.signer.SignHTTP(ctx, a.credentials, request, hex.EncodeToString(hash[:]), "ec2", a.region, time.Now()); err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		refused := &refusal{}
		if xml.Unmarshal(content, refused) != nil || refused.Code == "" {
			return fmt.Errorf("%s: HTTP %d", action, response.StatusCode)
		}
		return refused
	}
	return xml.Unmarshal(content, answer)
}

// filters are those of an EC2 Describe call: what must have any of these values.
type filters map[string][]string

func (f filters) parameters() url.Values {
	parameters := url.Values{}
	i := 0
	for name, values := range f {
		i++
		parameters.Set(fmt.Sprintf("Filter.%d.Name", i), name)
		for j, value := range values {
			parameters.Set(fmt.Sprintf("Filter.%d.Value.%d", i, j+1), value)
		}
	}
	return parameters
}

// selected are the filters of a selector term of an EC2NodeClass: tags, and other fields unless they are empty.
func selected(tags, fields map[string]string) filters {
	chosen := filters{}
	for key, value := range tags {
		if value == "*" {
			chosen["tag-key"] = append(chosen["tag-key"], key)
		} else {
			chosen["tag:"+key] = []string{value}
		}
	}
	for name, value := range fields {
		if value != "" {
			chosen[name] = []string{value}
		}
	}
	return chosen
}
