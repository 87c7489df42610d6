#include "policy/script/scriptcontext.h"

#include <algorithm>

namespace qd::lab::policy {

namespace {

bool sameHeader(const std::string &a, const std::string &b)
{
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

bool NameValues::has(const std::string &name) const
{
    return std::any_of(lines.begin(), lines.end(), [&](const auto &line) { return sameHeader(line.first, name); });
}

std::string NameValues::value(const std::string &name) const
{
    std::string joined;
    bool isFirst = true;
    for (const auto &[key, held] : lines) {
        if (!sameHeader(key, name))
            continue;
        joined += (isFirst ? "" : ",") + held;
        isFirst = false;
    }
    return joined;
}

std::vector<std::string> NameValues::values(const std::string &name) const
{
    std::vector<std::string> found;
    for (const auto &[key, held] : lines)
        if (sameHeader(key, name))
            found.push_back(held);
    return found;
}

void NameValues::remove(const std::string &name)
{
    std::erase_if(lines, [&](const auto &line) { return sameHeader(line.first, name); });
}

const std::string &BodyState::read()
{
    if (load) {
        bytes = load();
        load = nullptr;
        isChanged = true;
    }
    return bytes;
}

void BodyState::set(std::string text)
{
    if (load)
        (void)read(); // what is on its way must not be left in the pipe
    bytes = std::move(text);
    parsed = nullptr;
    isConsumed = false;
    isChanged = true;
}

} // namespace qd::lab::policy
