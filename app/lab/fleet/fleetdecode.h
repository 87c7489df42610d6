#pragma once

#include "fleet/jsonreader.h"
#include "fleet/scenario.h"

namespace qd::lab {

/// Decodes the fleet part of a scenario into `scenario`; problems go to the reader's DecodeProblems.
void decodeFleet(JsonReader fleet, Scenario &scenario);

/// Position of the element called `name` in `list`; reports `key` and gives 0 when there is none. `nameOf` takes an
/// element.
template<typename List, typename NameOf>
size_t indexOfName(const List &list, const std::string &name, NameOf nameOf, JsonReader &reader, const char *key)
{
    for (size_t i = 0; i < list.size(); ++i) {
        if (nameOf(list[i]) == name)
            return i;
    }
    reader.report(key, "\"" + name + "\" is not defined");
    return 0;
}

} // namespace qd::lab
