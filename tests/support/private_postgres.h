#ifndef TELEMACHUS_TESTS_SUPPORT_PRIVATE_POSTGRES_H_
#define TELEMACHUS_TESTS_SUPPORT_PRIVATE_POSTGRES_H_

#include <sys/types.h>

#include <atomic>
#include <string>

namespace telemachus::test {

// A PostgreSQL cluster of this test process alone, on a unix socket. It starts when it is first
// asked for and is gone when the process is, however that ends: a guard process holds the other
// end of a pipe and cleans up when it closes. Thread-safe.
class PrivatePostgres {
 public:
  // The one of this process. Ends the process, saying why, if it cannot be started.
  static PrivatePostgres& Get();

  // Makes a room that tables are made in, empty, and returns the libpq connection string that leads
  // there. It is a schema: made in a millisecond, where a database takes half a second.
  std::string CreateRoom();
  // Drops it with all that is in it.
  void DropRoom(const std::string& connection);
  // Ends all connections to the room.
  void Cut(const std::string& connection);
  // Runs SQL as the superuser in the database `postgres`.
  void Run(const std::string& sql);

 private:
  PrivatePostgres();
  ~PrivatePostgres();
  std::string Connection() const;

  std::string folder_;
  pid_t guard_ = -1;
  int keep_alive_ = -1;  // the guard cleans up when this closes
  std::atomic<int> created_ = 0;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_PRIVATE_POSTGRES_H_
