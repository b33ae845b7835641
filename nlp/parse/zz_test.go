package parse
import ("testing";"syscall";"fmt";"runtime"
 "github.com/entente-kg/entente/nlp/token"
 "github.com/entente-kg/entente/nlp/tag")
func TestZZ(t *testing.T){
 cpu:=func() float64 { var r syscall.Rusage; syscall.Getrusage(0,&r); return float64(r.Utime.Sec)+float64(r.Utime.Usec)/1e6+float64(r.Stime.Sec)+float64(r.Stime.Usec)/1e6 }
 a:=cpu(); token.New(token.Options{}); b:=cpu(); tag.Load(); c:=cpu(); Load(); d:=cpu()
 fmt.Println("token",b-a,"tag",c-b,"parse",d-c)
 var m runtime.MemStats; runtime.ReadMemStats(&m); fmt.Println("heap MB", m.HeapAlloc>>20, "total", m.TotalAlloc>>20)
 var r syscall.Rusage; syscall.Getrusage(0,&r); fmt.Println("maxrss MB", r.Maxrss>>10)
}
