package tag

import (
	"slices"
	"strings"
	"testing"
)

// verbs of the field: base, third person, past, participle in -ing, and the
// past participle where it is another word than the past.
const verbs = `abandon abandons abandoned abandoning
abduct abducts abducted abducting
accede accedes acceded acceding
accuse accuses accused accusing
acquit acquits acquitted acquitting
aid aids aided aiding
allege alleges alleged alleging
ally allies allied allying
ambush ambushes ambushed ambushing
annex annexes annexed annexing
appease appeases appeased appeasing
applaud applauds applauded applauding
arraign arraigns arraigned arraigning
assassinate assassinates assassinated assassinating
assail assails assailed assailing
ban bans banned banning
barter barters bartered bartering
beat beats beat beating beaten
behead beheads beheaded beheading
besiege besieges besieged besieging
betray betrays betrayed betraying
blame blames blamed blaming
blockade blockades blockaded blockading
bomb bombs bombed bombing
bombard bombards bombarded bombarding
boycott boycotts boycotted boycotting
breach breaches breached breaching
broker brokers brokered brokering
capture captures captured capturing
capitulate capitulates capitulated capitulating
cede cedes ceded ceding
censure censures censured censuring
chide chides chided chiding
coerce coerces coerced coercing
collude colludes colluded colluding
concede concedes conceded conceding
condemn condemns condemned condemning
condone condones condoned condoning
convene convenes convened convening
convict convicts convicted convicting
cripple cripples crippled crippling
decry decries decried decrying
defect defects defected defecting
defy defies defied defying
denounce denounces denounced denouncing
deplore deplores deplored deploring
deport deports deported deporting
depose deposes deposed deposing
deploy deploys deployed deploying
detain detains detained detaining
deter deters deterred deterring
disarm disarms disarmed disarming
disavow disavows disavowed disavowing
embargo embargoes embargoed embargoing
encroach encroaches encroached encroaching
espouse espouses espoused espousing
evict evicts evicted evicting
exile exiles exiled exiling
exonerate exonerates exonerated exonerating
expel expels expelled expelling
extradite extradites extradited extraditing
fight fights fought fighting
flee flees fled fleeing
forswear forswears forswore forswearing forsworn
grant grants granted granting
halt halts halted halting
harbour harbours harboured harbouring
harbor harbors harbored harboring
impeach impeaches impeached impeaching
imprison imprisons imprisoned imprisoning
incite incites incited inciting
indict indicts indicted indicting
infiltrate infiltrates infiltrated infiltrating
intern interns interned interning
invade invades invaded invading
jail jails jailed jailing
levy levies levied levying
lob lobs lobbed lobbing
loot loots looted looting
mediate mediates mediated mediating
nationalise nationalises nationalised nationalising
nominate nominates nominated nominating
normalize normalizes normalized normalizing
occupy occupies occupied occupying
oust ousts ousted ousting
overrun overruns overran overrunning overrun
overthrow overthrows overthrew overthrowing overthrown
pardon pardons pardoned pardoning
pledge pledges pledged pledging
pound pounds pounded pounding
purge purges purged purging
quell quells quelled quelling
raid raids raided raiding
ram rams rammed ramming
rebuff rebuffs rebuffed rebuffing
rebuke rebukes rebuked rebuking
recall recalls recalled recalling
reject rejects rejected rejecting
renege reneges reneged reneging
repatriate repatriates repatriated repatriating
repel repels repelled repelling
reprimand reprimands reprimanded reprimanding
rescind rescinds rescinded rescinding
retaliate retaliates retaliated retaliating
revoke revokes revoked revoking
sanction sanctions sanctioned sanctioning
scuttle scuttles scuttled scuttling
secede secedes seceded seceding
seize seizes seized seizing
sever severs severed severing
shell shells shelled shelling
shoot shoots shot shooting
slam slams slammed slamming
smuggle smuggles smuggled smuggling
stab stabs stabbed stabbing
storm storms stormed storming
strafe strafes strafed strafing
strike strikes struck striking
subdue subdues subdued subduing
summon summons summoned summoning
suspend suspends suspended suspending
threaten threatens threatened threatening
torch torches torched torching
torpedo torpedoes torpedoed torpedoing
torture tortures tortured torturing
traffic traffics trafficked trafficking
undermine undermines undermined undermining
uphold upholds upheld upholding
usurp usurps usurped usurping
veto vetoes vetoed vetoing
vilify vilifies vilified vilifying
vow vows vowed vowing
waive waives waived waiving
withdraw withdraws withdrew withdrawing withdrawn
withhold withholds withheld withholding
wrest wrests wrested wresting`

func TestVerbsOfTheField(t *testing.T) {
	l, err := LoadLemmas()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(verbs) {
		f := strings.Fields(line)
		forms := map[string]string{"VB": f[0], "VBP": f[0], "VBZ": f[1], "VBD": f[2], "VBG": f[3], "VBN": f[len(f)-1]}
		if len(f) == 4 {
			forms["VBN"] = f[2]
		}
		for xpos, form := range forms {
			if got := l.Lemma(form, "VERB", xpos); got != f[0] {
				t.Errorf("Lemma(%q, VERB, %s): got %q, want %q", form, xpos, got, f[0])
			}
			head := strings.ToUpper(form[:1]) + form[1:]
			if got := l.Lemma(head, "VERB", xpos); got != f[0] {
				t.Errorf("Lemma(%q, VERB, %s): got %q, want %q", head, xpos, got, f[0])
			}
		}
	}
}

func TestConjugate(t *testing.T) {
	for _, test := range []struct{ base, third, past, participle string }{
		{"bomb", "bombs", "bombed", "bombing"},
		{"hop", "hops", "hopped", "hopping"},
		{"hope", "hopes", "hoped", "hoping"},
		{"travel", "travels", "traveled travelled", "traveling travelling"},
		{"raid", "raids", "raided", "raiding"},
		{"quit", "quits", "quitted", "quitting"},
		{"die", "dies", "died", "dying"},
		{"free", "frees", "freed", "freeing"},
		{"deny", "denies", "denied", "denying"},
		{"deploy", "deploys", "deployed", "deploying"},
		{"panic", "panics", "panicked", "panicking"},
		{"veto", "vetoes vetos", "vetoed", "vetoing"},
		{"vow", "vows", "vowed", "vowing"},
		{"clash", "clashes", "clashed", "clashing"},
	} {
		f := conjugate(test.base)
		got := []string{strings.Join(f.third, " "), strings.Join(f.past, " "), strings.Join(f.participle, " ")}
		if want := []string{test.third, test.past, test.participle}; !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", test.base, got, want)
		}
	}
}

func TestVocabularyChoosesBase(t *testing.T) {
	v := NewVocabulary(strings.Fields("bomb bombs bombing bombed bombe hope hopes hoped hoping hop hopped extradite extradited extraditing base bases basis"))
	for _, test := range []struct{ form, xpos, want string }{
		{"bombed", "VBD", "bomb"},
		{"hoped", "VBD", "hope"},
		{"hopped", "VBN", "hop"},
		{"extradited", "VBN", "extradite"},
		{"extraditing", "VBG", "extradite"},
		{"extradites", "VBZ", "extradite"},
		{"bases", "NNS", "base"},
		{"unseened", "VBD", ""},
	} {
		if got := v.base(test.form, test.xpos, nil); got != test.want {
			t.Errorf("base(%q, %s): got %q, want %q", test.form, test.xpos, got, test.want)
		}
	}
}
