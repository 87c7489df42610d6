#pragma once

#include "kql/schema.h"

#include <string>

namespace qd::lab {

/// Which resource the metadata describes.
struct MetadataSubject {
    bool isWorkspace = false;
    std::string id;         ///< app or workspace id
    std::string name;
    std::string resourceId;
    std::string region;
};

/// The metadata API's reply: tables with their columns, grouped, the resource types they belong to and the resource
/// itself. The lab has no stored functions and no saved queries; their lists are empty.
std::string metadataJson(const KqlSchema &schema, const MetadataSubject &subject);

} // namespace qd::lab
