#pragma once

#include "feature.h"

#include <memory>
#include <vector>

namespace qd {

class MainWindow;
struct Workspace;

/// Every feature with a page of its own, in the order of the navigation.
std::vector<std::unique_ptr<Feature>> makeFeatures(Workspace &workspace, MainWindow &window);

} // namespace qd
