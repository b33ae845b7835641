package endpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/entente-kg/entente/internal/pause"
	"github.com/entente-kg/entente/schema"
	openai "github.com/sashabaranov/go-openai"
)

// maxAnswer is the longest answer that is read, in bytes.
const maxAnswer = 4 << 20

// bounded cuts answers that are longer than any right one.
type bounded struct{ *http.Client }

func (b bounded) Do(r *http.Request) (*http.Response, error) {
	resp, err := b.Client.Do(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	}
	return resp, err
}

// ask returns the endpoint's answer about a piece of text, from the cache if
// it was asked before.
func (x *Extractor) ask(ctx context.Context, text string) (answer, error) {
	file := x.cacheFile(text)
	if kept, err := os.ReadFile(file); file != "" && err == nil {
		var a answer
		if json.Unmarshal(kept, &a) == nil { // a damaged file is asked for anew
			x.mu.Lock()
			x.report.Cached++
			x.mu.Unlock()
			return a, nil
		}
	}
	if err := x.reserve(len(x.prompt) + len(text)); err != nil {
		return answer{}, err
	}
	a, err := x.request(ctx, text)
	if err != nil || file == "" {
		return a, err
	}
	return a, keep(file, a)
}

// reserve refuses a request that the budget has no room for. A token is taken
// for four bytes until the endpoint says how many it counted.
func (x *Extractor) reserve(size int) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.options.Budget > 0 && x.spent+size/4 > x.options.Budget {
		return fmt.Errorf("%w: %d of %d used", ErrBudget, x.spent, x.options.Budget)
	}
	x.report.Asked++
	return nil
}

// request asks, and asks again when that may help: after an answer that is no
// JSON, a server's error, or a lost connection.
func (x *Extractor) request(ctx context.Context, text string) (a answer, err error) {
	wait := time.Second / 2
	for try := 0; ; try++ {
		a, err = x.once(ctx, text)
		if err == nil {
			return a, nil
		}
		if try == x.options.Retries || !worthRepeating(err) || pause.For(ctx, wait) != nil {
			return a, x.judge(ctx, err)
		}
		wait *= 2
	}
}

func (x *Extractor) once(ctx context.Context, text string) (answer, error) {
	seed := 1
	resp, err := x.client.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
		Model: x.options.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: x.prompt},
			{Role: openai.ChatMessageRoleUser, Content: "<<<TEXT\n" + text + "\nTEXT>>>"},
		},
		Seed: &seed,
		ResponseFormat: &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: "claims", Schema: answerSchema, Strict: true},
		},
	})
	if err != nil {
		return answer{}, err
	}
	x.mu.Lock()
	x.spent += resp.Usage.TotalTokens
	if resp.Usage.TotalTokens == 0 { // some servers do not count
		x.spent += (len(x.prompt) + len(text)) / 4
	}
	x.mu.Unlock()
	if len(resp.Choices) == 0 {
		return answer{}, errNoJSON
	}
	var a answer
	if err := json.Unmarshal(jsonOf(resp.Choices[0].Message.Content), &a); err != nil {
		return answer{}, fmt.Errorf("%w: %w", errNoJSON, err)
	}
	return a, nil
}

var errNoJSON = errors.New("the answer is not the JSON that was asked for")

// jsonOf cuts the object out of an answer that has a fence or words around it.
func jsonOf(content string) []byte {
	b := []byte(content)
	first, last := bytes.IndexByte(b, '{'), bytes.LastIndexByte(b, '}')
	if first < 0 || last < first {
		return b
	}
	return b[first : last+1]
}

// cacheFile is where the answer about a text is kept, "" for nowhere. It
// depends on all that the answer depends on.
func (x *Extractor) cacheFile(text string) string {
	if x.options.Cache == "" {
		return ""
	}
	return filepath.Join(x.options.Cache, schema.Hash(x.options.BaseURL, x.options.Model, x.prompt, string(answerSchema), text)+".json")
}

// keep writes an answer whole or not at all.
func keep(file string, a answer) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("keep answer: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), "answer-*")
	if err != nil {
		return fmt.Errorf("keep answer: %w", err)
	}
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep answer: %w", err), os.Remove(tmp.Name()))
	}
	return nil
}
