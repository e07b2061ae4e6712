package session

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// secret is the random half of a cookie. Whatever is needed of it is derived
// under a name of its own, so that nothing derived tells another.
type secret []byte

// secretLen is 256 bits: nothing that could be guessed.
const secretLen = 32

func (s secret) derive(purpose string) []byte {
	mac := hmac.New(sha256.New, s)
	mac.Write([]byte(purpose)) // never fails
	return mac.Sum(nil)
}

// id names the session of a secret in the store.
func (s secret) id() string { return hex.EncodeToString(s.derive("id")) }

// form is what every form of the session carries: another site can make a
// browser send the cookie, but can't read a page to find this.
func (s secret) form() string { return base64.RawURLEncoding.EncodeToString(s.derive("form")) }

// cookie is what the browser keeps: account and secret.
func (s secret) cookie(account string) string {
	return account + "." + base64.RawURLEncoding.EncodeToString(s)
}

// maxAccount bounds an account's id; a pool's are 36 characters.
const maxAccount = 128

// goodAccount tells whether an account's id is one that a cookie and a key can
// carry.
func goodAccount(account string) bool {
	return account != "" && len(account) <= maxAccount && strings.Trim(account, accountLetters) == ""
}

const accountLetters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"

// readCookie takes a cookie apart. It is false for whatever cookie never made.
func readCookie(value string) (account string, s secret, ok bool) {
	account, text, _ := strings.Cut(value, ".")
	// Strict: the last character must not carry bits that nobody looks at.
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return account, raw, err == nil && len(raw) == secretLen && goodAccount(account)
}

// sealed are the tokens as a store keeps them.
type sealed struct {
	ID      string `json:"id"`
	Refresh string `json:"refresh"`
}

// seal locks tokens up under the secret, for this account and no other.
func (s secret) seal(random io.Reader, account string, tokens Tokens) ([]byte, error) {
	plain, err := json.Marshal(sealed{tokens.ID, tokens.Refresh})
	if err != nil {
		return nil, fmt.Errorf("encode tokens: %w", err)
	}
	box, err := s.box()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, box.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("read random bytes: %w", err)
	}
	return box.Seal(nonce, nonce, plain, []byte(account)), nil
}

// open unlocks what seal locked up.
func (s secret) open(account string, locked []byte) (Tokens, error) {
	box, err := s.box()
	if err != nil {
		return Tokens{}, err
	}
	if len(locked) < box.NonceSize() {
		return Tokens{}, fmt.Errorf("open tokens: %d bytes", len(locked))
	}
	nonce, rest := locked[:box.NonceSize()], locked[box.NonceSize():]
	plain, err := box.Open(nil, nonce, rest, []byte(account))
	if err != nil {
		return Tokens{}, fmt.Errorf("open tokens: %w", err)
	}
	var kept sealed
	if err := json.Unmarshal(plain, &kept); err != nil {
		return Tokens{}, fmt.Errorf("decode tokens: %w", err)
	}
	return Tokens{Account: account, ID: kept.ID, Refresh: kept.Refresh}, nil
}

func (s secret) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.derive("tokens")) // 32 bytes: AES-256
	if err != nil {
		return nil, fmt.Errorf("make a cipher: %w", err)
	}
	return cipher.NewGCM(block)
}
