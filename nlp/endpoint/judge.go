package endpoint

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	openai "github.com/sashabaranov/go-openai"
)

// ErrAway is wrapped by errors that are no fault of the article and that may
// pass: the endpoint is out of reach, busy or broken. The same article may be
// asked about later.
var ErrAway = errors.New("the endpoint is away or busy")

// ErrRefused is wrapped by errors that every article would have: the endpoint
// takes no request of ours, because of a wrong key or an unknown model.
var ErrRefused = errors.New("the endpoint refuses what is asked of it, whatever the article; see to its URL, to OPENAI_API_KEY and to the name of the model")

// probe is what is asked about to see whether an endpoint answers at all.
const probe = "Kenya condemned Ghana."

// judge adds to an error of asking about a text whose fault it is. Where that
// can't be seen from the error, such as where no answer came in time, a short
// text is asked about: if that is answered, it was the article.
func (x *Extractor) judge(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) || errors.Is(err, errNoJSON) {
		return err
	}
	var dial *net.OpError
	switch status := statusOf(err); {
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable, errors.As(err, &dial) && dial.Op == "dial":
		return fmt.Errorf("%w: %w", ErrAway, err)
	case status == http.StatusUnauthorized:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), x.options.Timeout)
	defer cancel()
	_, second := x.once(ctx, probe)
	switch {
	case second == nil, errors.Is(second, errNoJSON):
		return err
	case worthRepeating(second):
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return fmt.Errorf("%w: %w", ErrRefused, second)
}

// worthRepeating tells errors that may pass from those that will not, such as
// a wrong key or an unknown model.
func worthRepeating(err error) bool {
	status := statusOf(err)
	return !errors.Is(err, context.Canceled) &&
		(status == 0 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500)
}

// statusOf is the HTTP status that an endpoint answered with, 0 where it gave
// no answer or a good one.
func statusOf(err error) int {
	var api *openai.APIError
	var request *openai.RequestError
	switch {
	case errors.As(err, &api):
		return api.HTTPStatusCode
	case errors.As(err, &request):
		return request.HTTPStatusCode
	}
	return 0
}
