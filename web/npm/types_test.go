package npm

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// check has TypeScript read modules with the project's jsconfig.json, and answers its complaints.
func check(t *testing.T, folder string) string {
	t.Helper()
	typescript, err := Folder(filepath.Join("..", ".."), "typescript")
	if err != nil {
		t.Fatal(err)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("TypeScript needs Node.js: install it (Debian and Ubuntu: apt-get install nodejs; macOS: brew install node)")
	}
	out, err := exec.Command(node, filepath.Join(typescript, "lib", "tsc.js"), "--project", filepath.Join(folder, "jsconfig.json")).CombinedOutput()
	if said := strings.TrimSpace(string(out)); said != "" || err == nil {
		return said
	}
	return err.Error()
}

// TestTypes: every module keeps to the types that its own comments and those of the others give.
func TestTypes(t *testing.T) {
	modules, err := filepath.Glob(filepath.Join("..", "*.js"))
	if err != nil || len(modules) < 50 {
		t.Fatalf("%d modules, %v", len(modules), err)
	}
	for _, file := range append(modules, filepath.Join("..", "..", "jsconfig.json")) { // so that Go tests again when one changes
		if _, err := os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	if said := check(t, filepath.Join("..", "..")); said != "" {
		t.Error(said)
	}
}

// TestTypesAreRead: a wrong argument, one too few and what may be missing are complained of.
func TestTypesAreRead(t *testing.T) {
	folder := t.TempDir()
	config, err := os.ReadFile(filepath.Join("..", "..", "jsconfig.json"))
	if err != nil {
		t.Fatal(err)
	}
	const module = `/** @param {number} n @param {{act: () => void}} hands */
export function twice(n, hands) {
  hands.act();
  return 2 * n;
}
twice('x', { act() {} });
twice(1);
twice(1, {});
document.querySelector('p').hidden = true;
`
	if err := os.Mkdir(filepath.Join(folder, "web"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"jsconfig.json": string(config), "web/module.js": module} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	said := check(t, folder)
	for _, line := range []string{"(6,", "(7,", "(8,", "(9,"} {
		if !strings.Contains(said, "module.js"+line) {
			t.Errorf("nothing is said of %s: %s", line, said)
		}
	}
}
