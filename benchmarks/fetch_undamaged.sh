#!/bin/sh
# Download undamaged text for undamaged.py into a folder (default: build/undamaged): dictionaries, manuals, sayings and scripture of Debian 12, in ten languages.
set -eu
folder=${1:-build/undamaged}
mkdir -p "$folder"
cd "$folder"
for package in dict-gcide dict-wn dict-foldoc dict-jargon dict-freedict-deu-eng dict-freedict-fra-eng dict-freedict-eng-tur dict-freedict-nld-eng \
  dict-freedict-swe-eng dict-freedict-eng-spa dict-freedict-ita-eng linux-doc-6.1 debian-handbook debian-reference-en debian-reference-de \
  debian-reference-fr debian-reference-it debian-reference-es debian-reference-pt fortunes fortunes-de fortunes-it fortunes-pl \
  fortunes-br manpages manpages-de manpages-fr manpages-es manpages-it manpages-nl manpages-da manpages-pl manpages-pt-br \
  python3.11-doc developers-reference; do
  apt-get download "$package" || echo "skipped: $package" >&2
done
