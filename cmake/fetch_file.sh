#!/usr/bin/env bash
# fetch_file.sh URL MD5 FILE — fetches a large file; what has come of it stays in FILE.part.
#
# A line that breaks is taken up where it broke, here and by the next call. What has another MD5
# is deleted. Shows curl's progress on a terminal; says on stdout why the file did not come.
set -euo pipefail

url=$1 md5=$2 file=$3
part=$file.part
host=${url#*://}
host=${host%%[/:]*}

size() { stat -c %s "$part" 2>/dev/null || echo 0; }

# why CODE STATUS — of curl, in words.
why() {
  case $1 in
    5) echo "the name of the proxy is not known on this network" ;;
    6) echo "the name $host is not known on this network" ;;
    7 | 28) echo "$host does not answer" ;;
    22) echo "$host answers with HTTP status $2" ;;
    23) echo "$part cannot be written" ;;
    35 | 60) echo "there is no safe connection to $host (curl's code $1)" ;;
    *) echo "the line to $host broke (curl's code $1)" ;;
  esac
}

progress=--silent
[ ! -t 2 ] || progress=--progress-bar
failures=0 patience=1  # who has nothing to lose hears at once what is wrong
while :; do
  had=$(size)
  code=0
  status=$(curl --fail --location --continue-at - --connect-timeout 30 --speed-limit 1000 --speed-time 60 \
    "$progress" --write-out '%{http_code}' --output "$part" "$url") || code=$?
  # 416: there are no bytes after the ones that are here.
  if [ $code -eq 0 ] || [ "$status" = 416 ]; then break; fi
  failures=$((failures + 1))
  if [ "$(size)" -gt "$had" ]; then
    failures=0 patience=5
  elif [ $code -eq 33 ]; then  # this server does not go on in the middle
    rm -f "$part"
    patience=5
  elif [[ $status =~ ^(408|429|5..)$ ]]; then
    patience=5
  fi
  if [ $failures -ge $patience ]; then
    why "$code" "$status"
    exit 1
  fi
  sleep "${CNX_FETCH_PAUSE_S:-5}"
done

if ! md5sum --check --status <<<"$md5  $part"; then
  rm -f "$part"
  echo "what came is not the file that was published (its MD5 differs) and was deleted"
  exit 1
fi
mv "$part" "$file"
