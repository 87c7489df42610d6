#include "appservice/webapp.h"

#include "azurearm/armpath.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace qd::lab {

namespace {

/// App Service's ETags are 15 hexadecimal digits.
std::string webEtag(uint64_t version)
{
    std::array<char, 32> text{};
    const int size = std::snprintf(text.data(), text.size(), "\"1DC%012llX\"", static_cast<unsigned long long>(version));
    return {text.data(), static_cast<size_t>(size)};
}

constexpr uint64_t firstVersion = 0x5570e1cca60ULL;

/// `settings`, but those of `sticky` as `theirs` has them.
AppSettings withSticky(AppSettings settings, const AppSettings &theirs, const std::set<std::string> &sticky)
{
    for (const std::string &name : sticky) {
        const auto found = theirs.find(name);
        if (found == theirs.end())
            settings.erase(name);
        else
            settings[name] = found->second;
    }
    return settings;
}

} // namespace

WebApp::WebApp(FleetControl &fleet, const Clock &clock, AppSettings commonSettings)
    : m_fleet(fleet), m_clock(clock), m_version(firstVersion)
{
    const std::vector<FleetSlot> slotList = fleet.slotList();
    for (size_t i = 0; i < slotList.size(); ++i) {
        Slot slot{.name = slotList[i].name, .ownSettings = {}, .lastSwap = {}};
        touch(slot);
        if (slotList[i].changed != Instant{})
            slot.modified = slotList[i].changed;
        m_slots.push_back(std::move(slot));
        AppSettings settings = commonSettings;
        settings.insert(slotList[i].settings.begin(), slotList[i].settings.end());
        fleet.seedSettings(i, settings);
    }
}

void WebApp::touch(Slot &slot)
{
    slot.modified = m_clock.now();
    slot.version = ++m_version;
}

std::optional<size_t> WebApp::slotNamed(const std::string &name) const
{
    for (size_t i = 0; i < m_slots.size(); ++i)
        if (sameName(m_slots[i].name, name))
            return i;
    return std::nullopt;
}

WebSlot WebApp::slot(size_t index) const
{
    std::vector<FleetSlot> fleetSlots = m_fleet.slotList();
    const std::lock_guard lock(m_mutex);
    const Slot &slot = m_slots[index];
    return {.name = slot.name,
            .build = std::move(fleetSlots[index].build),
            .settings = std::move(fleetSlots[index].settings),
            .modified = std::max(slot.modified, fleetSlots[index].changed),
            .etag = webEtag(slot.version),
            .targetSwapSlot = slot.targetSwapSlot,
            .lastSwap = slot.lastSwap};
}

std::optional<WebOperation> WebApp::operation() const
{
    const std::lock_guard lock(m_mutex);
    return m_operation;
}

std::optional<WebOperation> WebApp::beginOperation(const WebOperation &operation)
{
    const std::lock_guard lock(m_mutex);
    if (m_operation)
        return m_operation;
    m_operation = operation;
    return std::nullopt;
}

void WebApp::endOperation()
{
    const std::lock_guard lock(m_mutex);
    m_operation.reset();
}

void WebApp::writeSettings(size_t index, const AppSettings &settings)
{
    m_fleet.writeSettings(index, settings);
    restart(index, "settings");
}

void WebApp::restart(size_t index, const std::string &reason)
{
    m_fleet.noteRestart(index, reason);
    const std::lock_guard lock(m_mutex);
    touch(m_slots[index]);
}

std::set<std::string> WebApp::stickyNames() const
{
    const std::lock_guard lock(m_mutex);
    return m_sticky;
}

void WebApp::setStickyNames(const std::set<std::string> &names)
{
    const std::lock_guard lock(m_mutex);
    m_sticky = names;
}

void WebApp::applySlotConfig(size_t source, size_t target)
{
    const std::vector<FleetSlot> fleetSlots = m_fleet.slotList();
    const AppSettings applied = withSticky(fleetSlots[source].settings, fleetSlots[target].settings, stickyNames());
    {
        const std::lock_guard lock(m_mutex);
        m_slots[source].ownSettings = fleetSlots[source].settings;
        m_slots[source].targetSwapSlot = m_slots[target].name;
    }
    m_fleet.writeSettings(source, applied);
}

void WebApp::resetSlotConfig(size_t source)
{
    if (const std::optional<AppSettings> own = takeOwnSettings(source))
        writeSettings(source, *own);
}

/// What the source had before applySlotConfig(), with what was written since.
std::optional<AppSettings> WebApp::takeOwnSettings(size_t source)
{
    const AppSettings current = m_fleet.slotList()[source].settings;
    const std::set<std::string> sticky = stickyNames();
    const std::lock_guard lock(m_mutex);
    m_slots[source].targetSwapSlot.clear();
    std::optional<AppSettings> own = std::exchange(m_slots[source].ownSettings, std::nullopt);
    return own ? std::optional(withSticky(current, *own, sticky)) : std::nullopt;
}

bool WebApp::isApplied(size_t source) const
{
    const std::lock_guard lock(m_mutex);
    return m_slots[source].ownSettings.has_value();
}

void WebApp::exchange(size_t source, size_t target)
{
    // The fleet leaves sticky settings where they are, so the source gets its own back first.
    if (const std::optional<AppSettings> own = takeOwnSettings(source))
        m_fleet.writeSettings(source, *own);
    m_fleet.swapSlots(source, target, stickyNames());
    const std::lock_guard lock(m_mutex);
    touch(m_slots[source]);
    touch(m_slots[target]);
}

void WebApp::noteSwap(size_t source, size_t target)
{
    const std::lock_guard lock(m_mutex);
    const auto shown = [](const std::string &name) { return name == "production" ? std::string("Production") : name; };
    const SlotSwapStatus status{m_clock.now(), shown(m_slots[source].name), shown(m_slots[target].name)};
    m_slots[source].lastSwap = status;
    m_slots[target].lastSwap = status;
}

} // namespace qd::lab
