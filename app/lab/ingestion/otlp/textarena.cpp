#include "ingestion/otlp/textarena.h"

#include "server/jsontext.h"

#include <simdjson.h>

namespace qd::lab {

std::string_view TextArena::valid(std::string_view text)
{
    return simdjson::validate_utf8(text.data(), text.size()) ? text : keep(validUtf8(text));
}

} // namespace qd::lab
