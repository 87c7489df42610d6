#include "localstate/localstate.h"

namespace qd {

namespace {

StateOptions inFolder(StateOptions options, const QString &folder)
{
    options.folder = folder;
    return options;
}

} // namespace

LocalState::LocalState(StateOptions options)
    : m_folder(options.folder.isEmpty() ? defaultStateFolder() : options.folder), m_thread(inFolder(std::move(options), m_folder))
{
}

} // namespace qd
