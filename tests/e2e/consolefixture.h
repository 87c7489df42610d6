#pragma once

#include "application.h"
#include "shell/livepill.h"
#include "shell/topbar.h"

#include <memory>

namespace qd::test {

/// Options of a console that refreshes five times a second on a lab of its own with two days of telemetry.
ConsoleOptions quickOptions(const QString &scenario);

/// A whole console with its own lab, shown offscreen. The lab is a real child process.
class ConsoleFixture
{
public:
    explicit ConsoleFixture(const ConsoleOptions &options);
    ~ConsoleFixture();

    [[nodiscard]] Application &app() { return *m_app; }
    [[nodiscard]] MainWindow &window() { return m_app->window(); }
    [[nodiscard]] QString pill() const { return m_app->window().topBar().pill().accessibleName(); }
    [[nodiscard]] const SloTile &tile(const char *id) const;
    /// The worst state on the wall is one that only a reply can bring.
    [[nodiscard]] bool hasNumbers() const;
    /// Ends the lab as a crash would.
    void killLab() const;
    bool trigger(const char *command) const;

private:
    std::unique_ptr<Application> m_app;
};

/// Milliseconds until a new lab has answered, and until a console that has one shows what was done.
inline constexpr int labDeadline = 120000;
inline constexpr int soon = 20000;

/// For eyes: with QD_PICTURES set, what the widget looks like goes to that folder.
void keepPicture(const char *name, QWidget &widget);

} // namespace qd::test
