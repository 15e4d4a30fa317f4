"""The encrypted part of Type 1 fonts: as the library of fonts reads and writes it."""

from fontTools.misc import eexec
from hypothesis import given
from hypothesis import strategies as st

from asylum_forms.pdf import type1


@given(st.binary(max_size=300))
def test_the_encrypted_part_is_read_and_written_as_the_library_of_fonts_does(words: bytes) -> None:
    secret, _state = eexec.encrypt(words, 55665)
    assert type1._encrypted(words) == secret
    assert type1._decrypted(secret) == words
