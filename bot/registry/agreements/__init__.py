"""The PM-TPM agreement of an area: who decides what, said by the two themselves, and kept with all its versions."""
