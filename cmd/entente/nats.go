package main

import (
	"errors"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/queue"
	"github.com/urfave/cli/v2"
)

// natsFlags say where a queue is, and who we are there. Passwords and tokens are
// taken from the environment alone: other users see the arguments of a command.
func natsFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "nats", EnvVars: []string{"NATS_URL"}, Value: queue.DefaultURL, Usage: "the NATS server: nats://HOST or tls://HOST, several of a cluster with commas between; NATS_USER, NATS_PASSWORD and NATS_TOKEN are taken from the environment"},
		&cli.StringFlag{Name: "queue", EnvVars: []string{"ENTENTE_QUEUE"}, Value: queue.DefaultName, Usage: "the queue's name, where a server has several"},
		&cli.StringFlag{Name: "nats-creds", EnvVars: []string{"NATS_CREDS"}, Usage: "a .creds file to log in with", TakesFile: true},
		&cli.StringFlag{Name: "nats-nkey", EnvVars: []string{"NATS_NKEY"}, Usage: "a file with the seed of an NKey to log in with", TakesFile: true},
		&cli.StringFlag{Name: "nats-ca", EnvVars: []string{"NATS_CA"}, Usage: "a file with the certificates to trust, for a server with one of its own", TakesFile: true},
		&cli.StringFlag{Name: "nats-cert", EnvVars: []string{"NATS_CERT"}, Usage: "a file with our certificate, for a server that asks for one", TakesFile: true},
		&cli.StringFlag{Name: "nats-key", EnvVars: []string{"NATS_KEY"}, Usage: "the key of --nats-cert", TakesFile: true},
	}
}

// settingFlags say how the server keeps a queue; without them a new one gets the
// defaults, and one that is there stays as it is.
func settingFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "replicas", Usage: "how many servers of a NATS cluster keep the queue: 1, 3 or 5 (new queues: 1)"},
		&cli.DurationFlag{Name: "dedup-window", Usage: "for how long the server remembers what was submitted, such as 24h (new queues: 1h)"},
		&cli.StringFlag{Name: "max-bytes", Usage: "how large the queue may grow before submitting waits, such as 10GiB (new queues: no bound)"},
		&cli.DurationFlag{Name: "max-age", Usage: "drop articles that nobody took for so long (new queues: never)"},
		&cli.DurationFlag{Name: "dead-age", Usage: "drop dead letters after so long (new queues: never)"},
	}
}

func settings(c *cli.Context) (queue.Settings, error) {
	s := queue.Settings{Replicas: c.Int("replicas"), Duplicates: c.Duration("dedup-window"), MaxAge: c.Duration("max-age"), DeadAge: c.Duration("dead-age")}
	if s.Replicas < 0 || s.Replicas > 5 || s.Replicas%2 == 0 && s.Replicas > 0 {
		return s, usage("--replicas 3", "--replicas %d: want 1, 3 or 5", s.Replicas)
	}
	for flag, d := range map[string]time.Duration{"dedup-window": s.Duplicates, "max-age": s.MaxAge, "dead-age": s.DeadAge} {
		if d < 0 || d > 0 && d < time.Second {
			return s, usage("--"+flag+" 24h", "--%s %s: want a second or more", flag, d)
		}
	}
	var err error
	s.MaxBytes, err = byteSize(c, "max-bytes", "10GiB")
	return s, err
}

// byteSize reads a flag's size, such as 512MiB; 0 where it is not given. The
// example is one for mistakes.
func byteSize(c *cli.Context, flag, example string) (int64, error) {
	s := c.String(flag)
	if s == "" {
		return 0, nil
	}
	number := strings.TrimRight(s, "KMGTiB")
	unit, known := map[string]int64{"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}[s[len(number):]]
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || !known || n < 1 || n > 1<<62/unit {
		return 0, usage("--"+flag+" "+example, "--%s %q: want a size such as 512MiB or 10GiB", flag, s)
	}
	return n * unit, nil
}

// sameQueue are the flags that another verb needs to come to the same queue.
// What stands in the environment, it has already; a password in the address is
// not repeated.
func sameQueue(c *cli.Context) string {
	var flags strings.Builder
	for _, f := range natsFlags() {
		name := f.Names()[0]
		at := c.String(name)
		if f, ok := f.(*cli.StringFlag); !ok || at == f.Value || at == os.Getenv(f.EnvVars[0]) {
			continue
		}
		if name == "nats" {
			at = queue.Redacted(at)
		}
		flags.WriteString(" --" + name + " " + quoted(at))
	}
	return flags.String()
}

// withQueue opens the flags' queue for a verb and closes the connection
// afterwards.
func withQueue(c *cli.Context, o queue.Options, log *slog.Logger, f func(*queue.Queue) error) error {
	at := queue.Server{
		URL: c.String("nats"), Creds: c.String("nats-creds"), NKey: c.String("nats-nkey"),
		Username: os.Getenv("NATS_USER"), Password: os.Getenv("NATS_PASSWORD"), Token: os.Getenv("NATS_TOKEN"),
		CA: c.String("nats-ca"), Cert: c.String("nats-cert"), Key: c.String("nats-key"), Log: log,
	}
	if (at.Cert == "") != (at.Key == "") {
		return usage("--nats-cert FILE --nats-key FILE", "--nats-cert and --nats-key go together")
	}
	conn, err := queue.Connect(c.Context, at)
	if err != nil {
		return err
	}
	defer conn.Close()
	o.Name, o.Log = c.String("queue"), log
	q, err := queue.Open(c.Context, conn, o)
	if errors.Is(err, queue.ErrNone) {
		return usage("entente submit examples/articles", "there is no queue %q at %s; submit articles first", o.Name, queue.Redacted(at.URL))
	}
	if err != nil {
		return err
	}
	return f(q)
}

// logger writes what a long-running verb tells, a line each; texts in it are
// quoted, so that none steers a terminal.
func logger(s streams, quiet, asJSON bool) *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.LevelInfo}
	if quiet {
		o.Level = slog.LevelWarn
	}
	if asJSON {
		return slog.New(slog.NewJSONHandler(s.err, o))
	}
	return slog.New(slog.NewTextHandler(s.err, o))
}
