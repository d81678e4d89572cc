# check_docs.cmake — docs/preprocess.md shows the help of every command as the tool prints it.
#
#   cmake -DTOOL=<connectoscope> -DDOC=<docs/preprocess.md> -P check_docs.cmake
#
# The document has, in this order of commands, blocks that begin with "$ connectoscope … --help".

file(READ ${DOC} document)
set(wrong "")
set(shown 0)
foreach(command "" tile inspect verify export sample stats serve)
  execute_process(COMMAND ${TOOL} ${command} --help
    OUTPUT_VARIABLE help RESULT_VARIABLE code ERROR_VARIABLE error)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${TOOL} ${command} --help: exit code ${code}: ${error}")
  endif()
  string(STRIP "connectoscope ${command}" name)
  # The exit codes have a section of their own, after the help of the tool itself.
  if(command)
    string(REGEX REPLACE "\n\nExit codes:.*$" "\n" help "${help}")
  endif()
  string(FIND "${document}" "```text\n$ ${name} --help\n${help}```\n" place)
  if(place EQUAL -1)
    list(APPEND wrong "  ${name} --help")
    message("docs/preprocess.md does not show this, word for word:\n```text\n$ ${name} --help\n${help}```\n")
  endif()
endforeach()

# A block of a command that the tool no longer has would stay for ever otherwise.
string(REGEX MATCHALL "\n\\$ connectoscope[^\n]* --help\n" blocks "${document}")
list(LENGTH blocks block_count)
if(wrong OR NOT block_count EQUAL 8)
  message(FATAL_ERROR "docs/preprocess.md: ${block_count} blocks of help, 8 commands; not as printed:\n${wrong}")
endif()
message("docs/preprocess.md: the help of 8 commands is as printed")
