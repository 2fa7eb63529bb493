// Socket.IO as its guide begins: who says "push" has it told to everybody, who says "say" to all in the room. Argument: the port.
const { createServer } = require('http')
const { Server } = require('socket.io')

const server = createServer()
const io = new Server(server, { transports: ['websocket'] })
io.on('connection', socket => {
  socket.join('hall')
  socket.on('push', push => io.emit('push', push))
  socket.on('say', push => io.to('hall').emit('push', push))
})
server.listen(Number(process.argv[2]), '127.0.0.1')
