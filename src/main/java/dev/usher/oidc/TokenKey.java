package dev.usher.oidc;

/**
 * A token that is looked for among those that are remembered. Told from another by all of it, and found by its end: no
 * two signatures end alike, and a token has many hundred characters before that.
 */
record TokenKey(String token) {
    private static final int END = 16;
    private static final int FACTOR = 31;

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = Math.max(0, token.length() - END); i < token.length(); i++) {
            hash = FACTOR * hash + token.charAt(i);
        }
        return hash;
    }
}
